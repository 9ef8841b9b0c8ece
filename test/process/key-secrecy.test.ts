import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { echo, llmStub, type Reply } from '#test/support/llm-stub.ts'
import { openNativeStack } from '#test/support/native-stack.ts'
import { formsOf } from '#test/support/secret-forms.ts'
import { startServer } from './server-process.ts'

// What an administrator does with keys, in a program of its own, and then all that is left of it: what a backup has, what the
// program printed, and what it answers.

const { TEST_DATABASE_URL: adminUrl, TEST_PG_BIN: bin } = process.env
const missing = adminUrl ? (bin ? undefined : 'TEST_PG_BIN') : 'TEST_DATABASE_URL'
if (missing) process.stdout.write(`left out: keys in a dump of PostgreSQL, for ${missing} is not set\n`)

const FIRST = 'sk-canary-first-4f9d2c71ab/+"\\x~'
const SECOND = 'sk-canary-second-77e0b3915d/+"\\~'
const KEPT = 'sk-canary-kept-c0ffee1234/+"\\~zz'

test.skipIf(missing)(
  'keys are in no dump, nothing that is printed and nothing that is answered',
  async () => {
    const stack = await openNativeStack({ adminUrl: adminUrl ?? '' })
    const stub = await llmStub()
    const server = await startServer({
      ...stack.env,
      LOG_LEVEL: 'trace',
      ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1',
    })
    try {
      const answers: string[] = []
      const call = caller(server.origin, answers)
      const { access_token: token } = await call('POST', '/v1/signup', {
        tenant: { name: 'Secret', slug: 'secret' },
        user: { email: 'ada@secret.example', password: 'correct horse battery', full_name: 'Ada' },
      })
      const admin = caller(server.origin, answers, token)
      const [id, kept] = await journey(admin, stub.origin, (how) =>
        stub.replies((asked) => how ?? echo(asked)),
      )
      await read(admin, id)

      const dump = await dumpOf(stack.env.DATABASE_URL ?? '')
      server.signal('SIGTERM')
      expect(await server.ended).toBe(0)
      // Its row is there and its line, with all that a dump says of them.
      expect(dump).toContain(`${kept}\topenai\tKept`)
      expect(dump).toContain('connection_test')
      const left = { dump, printed: server.said(), answers: answers.join('\n') }
      for (const [where, text] of Object.entries(left))
        for (const form of [FIRST, SECOND, KEPT].flatMap(formsOf))
          expect([where, form, text.includes(form)]).toEqual([where, form, false])
      expect(new Set(stub.asked.map(({ key }) => key))).toEqual(new Set([FIRST, SECOND, KEPT]))
    } finally {
      server.signal('SIGKILL')
      await server.ended
      await stack.close()
    }
  },
)

type Call = (method: string, path: string, body?: object) => Promise<Record<string, string>>

function caller(origin: string, answers: string[], token?: string): Call {
  let nth = 0
  return async (method, path, body) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
        // So that answers are kept for whoever asks again.
        ...(token && method === 'POST' && { 'idempotency-key': `call-${nth++}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    answers.push(text, JSON.stringify([...response.headers]))
    expect(response.status, text).toBeLessThan(500)
    return /[/+]json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : {}
  }
}

/** Adds, tries, pays, fails in every way, rotates, revokes and removes; the ids of what was removed and what was kept. */
async function journey(
  call: Call,
  origin: string,
  replies: (how: Reply | undefined) => void,
): Promise<[string, string]> {
  const add = (name: string, api_key: string) => {
    const fields = { provider: 'openai', endpoint: `${origin}/v1`, default_model: 'gpt-6-sol' }
    return call('POST', '/v1/llm-providers', { ...fields, name, api_key })
  }
  const [{ id = '' }, { id: kept = '' }] = [await add('First', FIRST), await add('Kept', KEPT)]
  const path = `/v1/llm-providers/${id}`
  await call('POST', `${path}/prices`, { model: 'gpt-6-sol', input_price: 1, output_price: 1 })
  await call('PATCH', path, { monthly_budget_micro_usd: 5_000_000 })
  await call('PATCH', '/v1/ai/settings', { minimise_personal_data: true })
  for (const key of [FIRST, SECOND]) {
    // Some makers repeat a key that they refuse.
    const failures: Reply[] = [
      { status: 401, message: `Incorrect API key provided: ${key}` },
      { status: 400, message: key, headers: { 'x-key': encodeURIComponent(key) } },
      { status: 429, message: key },
      { status: 500, message: key },
      { raw: `{"error": ${JSON.stringify(key)}` },
      { text: JSON.stringify({ echo: key }) },
    ]
    for (const how of failures) {
      replies(how)
      await call('POST', `${path}/test`)
      await call('POST', `${path}/rotate-key`, { api_key: SECOND })
    }
  }
  replies(undefined)
  await call('POST', `${path}/rotate-key`, { api_key: SECOND })
  for (const one of [id, kept]) await call('POST', `/v1/llm-providers/${one}/test`)
  // Refused input is not repeated either.
  await call('POST', '/v1/llm-providers', { api_key: FIRST, provider: 'none' })
  await call('PATCH', path, { api_key: FIRST })
  await call('POST', `${path}/revoke`)
  await call('DELETE', path)
  return [id, kept]
}

async function read(call: Call, id: string): Promise<void> {
  const paths = ['/v1/llm-providers', `/v1/llm-providers/${id}`, '/v1/ai/usage', '/v1/ai/lineage']
  const more = [
    '/v1/ai/lineage/export',
    '/v1/events?limit=100',
    '/metrics',
    '/openapi.json',
    '/v1/event-types',
  ]
  for (const path of [...paths, ...more]) await call('GET', path)
}

/** All of a database, as a backup has it. */
async function dumpOf(appUrl: string): Promise<string> {
  const url = new URL(adminUrl ?? '')
  url.pathname = new URL(appUrl).pathname
  const { stdout } = await promisify(execFile)(join(bin ?? '', 'pg_dump'), ['--dbname', url.href], {
    maxBuffer: 512 * 1024 * 1024,
  })
  return stdout
}
