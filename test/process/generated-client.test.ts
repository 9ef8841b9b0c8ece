import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'openapi-typescript-codegen'
import { afterAll, expect, test, vi } from 'vitest'
import { firstCalls, type GeneratedClient } from './first-calls.ts'
import { startServer } from './server-process.ts'

// An independent generator makes a client of what `/openapi.json` says, which then has to compile and to work.

const ROOT = join(import.meta.dirname, '../..')
const dir = await mkdtemp(join(tmpdir(), 'shortlist-client-'))
const templates = join(ROOT, 'node_modules/.cache/shortlist')
await mkdir(templates, { recursive: true })
await symlink(templates, join(dir, 'cache'))
const server = await startServer({ DATA_DIR: dir })
afterAll(async () => {
  server.signal('SIGKILL')
  await server.ended
  await rm(dir, { recursive: true, force: true })
})

const clientDir = join(dir, 'client')
const input = (await (await fetch(`${server.origin}/openapi.json`)).json()) as object
await generate({ input, output: clientDir, httpClient: 'fetch', useOptions: true, useUnionTypes: true })

test('a client generated from the contract compiles', async () => {
  const calls = JSON.stringify(join(import.meta.dirname, 'first-calls.ts'))
  await writeFile(
    join(dir, 'check.ts'),
    `import * as client from './client'\nimport type { GeneratedClient } from ${calls}\nexport const checked: GeneratedClient = client\n`,
  )
  const compilerOptions = {
    target: 'es2024',
    lib: ['es2024', 'dom'],
    module: 'esnext',
    moduleResolution: 'bundler',
    allowImportingTsExtensions: true,
    strict: true,
    noEmit: true,
    types: [],
  }
  const include = ['client/**/*.ts', 'check.ts']
  await writeFile(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, include }))
  const { stdout, status } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', dir], { encoding: 'utf8' })
  expect([status, stdout]).toEqual([0, ''])
})

test('and makes the first calls of the README', async () => {
  const client = (await import(/* @vite-ignore */ join(clientDir, 'index.ts'))) as GeneratedClient
  const until = <T>(ask: () => PromiseLike<T>, isReached: (answer: T) => boolean) =>
    vi.waitFor(
      async () => {
        const answer = await ask()
        expect(isReached(answer)).toBe(true)
        return answer
      },
      { timeout: 60_000, interval: 100 },
    )
  const { jobStatus, resumeIds, scores } = await firstCalls(client, server.origin, until)
  expect(jobStatus).toBe('open')
  expect(resumeIds[0]).toBe(resumeIds[1])
  expect(scores).toHaveLength(1)
  expect(scores[0]).toBeGreaterThan(50)
})
