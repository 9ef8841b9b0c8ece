import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refsIn } from '#src/http/json-schema-refs.ts'
import { events, routes } from '#src/modules/registry.ts'
import { contractOf } from '#src/modules/service/index.ts'

const document = contractOf(routes, events)
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contract-'))
})

afterAll(() => rm(folder, { recursive: true }))

test('the contract is valid OpenAPI 3.1 and passes the recommended rules', async () => {
  const file = join(folder, 'openapi.json')
  await writeFile(file, JSON.stringify(document))
  expect(await lint(file)).toEqual([])
})

test('the linter is awake: a contract with a flaw fails', async () => {
  const file = join(folder, 'flawed.json')
  await writeFile(file, JSON.stringify({ ...document, info: {} }))
  expect(await lint(file)).toContain('struct')
})

test('names every route', () => {
  const declared = routes.map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
  expect(operations.map(({ name }) => name).sort()).toEqual(declared.sort())
})

test('names every event', () => {
  expect(Object.keys(document.webhooks)).toEqual(events.map(({ type }) => type))
})

test('refers to every component, and to nothing else', () => {
  const { securitySchemes: _, ...components } = document.components
  const named = Object.entries(components).flatMap(([section, byName]) =>
    Object.keys(byName).map((name) => `#/components/${section}/${name}`),
  )
  expect([...new Set(refsIn(document))].sort()).toEqual(named.sort())
})

test('describes every tag', () => {
  expect(document.tags.filter(({ description }) => !description)).toEqual([])
})

test('gives each operation an id of its own', () => {
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

const run = promisify(execFile)
const REDOCLY = join(import.meta.dirname, '../../node_modules/@redocly/cli/bin/cli.js')

/** The rules that failed. */
async function lint(file: string): Promise<string[]> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  const args = [REDOCLY, 'lint', file, '--extends', 'recommended', '--format', 'json']
  const { stdout } = await run(process.execPath, args, { cwd: folder, env, maxBuffer: 2 ** 26 }).catch(
    (error: Error & { stdout?: string }) => {
      if (error.stdout) return { stdout: error.stdout }
      throw error
    },
  )
  const { problems } = JSON.parse(stdout) as {
    problems: { severity: string; ruleId: string; message: string }[]
  }
  return problems.filter(({ severity }) => severity === 'error').map(({ ruleId }) => ruleId)
}
