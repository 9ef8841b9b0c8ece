import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { echo, llmStub } from '#test/support/llm-stub.ts'
import { shareTemplates } from '#test/support/share-templates.ts'
import { startServer } from './server-process.ts'

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '../..')
const dir = await mkdtemp(join(tmpdir(), 'shortlist-rotate-'))
await shareTemplates(dir)
afterAll(() => rm(dir, { recursive: true, force: true }))

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'))
const envWith = (ENCRYPTION_KEY: string) => ({
  DATA_DIR: dir,
  ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1',
  ENCRYPTION_KEY,
})

/** A script of package.json, as npm runs it. */
const script = (file: string, args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, [join(ROOT, file), ...args], { env: { PATH: process.env.PATH ?? '', ...env } })

async function call(origin: string, path: string, token: string | undefined, body?: object) {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body && { 'content-type': 'application/json' }),
  }
  const sent = body ? { body: JSON.stringify(body) } : {}
  const answer = await fetch(`${origin}${path}`, { method: 'POST', headers, ...sent })
  return answer.json() as Promise<Record<string, string> & { ok: boolean }>
}

test('an encryption key is replaced, and the old one can be thrown away', async () => {
  const stub = await llmStub()
  stub.replies(echo)
  const before = await startServer(envWith(`${oldKey}`))
  const email = 'ada@rotate.example'
  const user = { email, password: 'correct horse battery', full_name: 'Ada' }
  const signup = await call(before.origin, '/v1/signup', undefined, {
    tenant: { name: 'R', slug: 'ro' },
    user,
  })
  const token = String(signup.access_token)
  const provider = await call(before.origin, '/v1/llm-providers', token, {
    provider: 'openai',
    name: 'P',
    api_key: 'sk-of-the-tenant',
    default_model: 'gpt-6-sol',
    endpoint: `${stub.origin}/v1`,
  })
  await call(before.origin, '/v1/webhook-endpoints', token, { url: 'http://127.0.0.1:9/', events: ['job.*'] })
  before.signal('SIGTERM')
  expect(await before.ended).toBe(0)

  const rotate = (keys: string) => script('src/workers/cli/rotate-keys.ts', [], envWith(keys))
  await expect(rotate(`${newKey}`)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'llm_providers: 1 values are under a key that ENCRYPTION_KEY does not have',
    ),
  })
  const { stdout } = await rotate(`${newKey},${oldKey}`)
  expect(stdout).toMatch(/^3 secrets/)
  expect((await rotate(`${newKey}`)).stdout).toMatch(/^0 secrets/)

  const after = await startServer(envWith(`${newKey}`))
  const login = await call(after.origin, '/v1/auth/login', undefined, { email, password: user.password })
  const tested = await call(after.origin, `/v1/llm-providers/${provider.id}/test`, login.access_token)
  expect([tested.ok, stub.asked.at(-1)?.key]).toEqual([true, 'sk-of-the-tenant'])

  const key = await call(after.origin, '/v1/api-keys', login.access_token, {
    name: 'r',
    scopes: ['llm:read'],
  })
  const keyFile = join(dir, 'report.key')
  await writeFile(keyFile, `${key.key}\n`, { mode: 0o600 })
  const report = await script('src/modules/llm/cli/report.ts', ['--url', after.origin, '--key-file', keyFile])
  expect(report.stdout).toMatch(/USD for 1 calls, 0 failed/)
  expect(report.stdout).toMatch(/connection_test +0\.\d{6} +█{40}/)
  after.signal('SIGTERM')
  expect(await after.ended).toBe(0)
})
