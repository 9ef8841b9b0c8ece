import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { routes } from '#src/modules/registry.ts'
import { type Flight, recordPool, type Sent } from '#test/db/wire.ts'
import { testApi } from '#test/support/api.ts'
import { bodyOf, call, parametersOf } from './calls.ts'
import { GLOBAL_TABLES, readTables } from './catalogue.ts'
import { makeWorld } from './world.ts'

// What leaves for the server while every route is called once, its tasks run, and people log in and out.

const api = await testApi()
const { db } = api.context
const sent: { app: Flight[]; system: Flight[] } = { app: [], system: [] }
recordPool(db.app, (flight) => sent.app.push(flight))
recordPool(db.system, (flight) => sent.system.push(flight))

const tenant = await api.tenant()
const world = await makeWorld(api, tenant)
const tables = (await readTables({ query: async (text) => ({ rows: await api.sql(text) }) })).map(
  ({ name }) => name,
)

beforeAll(async () => {
  const weight = (method: string) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].indexOf(method)
  const inOrder = routes
    .filter(({ access, operationId }) => access !== 'public' && operationId !== 'logout')
    .sort((a, b) => weight(a.method) - weight(b.method))
  for (const route of inOrder) {
    const ids = parametersOf(route).map((noun) => world[noun])
    const keyed = tenant.admin.with({ 'idempotency-key': newId() })
    const { status } = await call(
      route.method === 'POST' ? keyed : tenant.admin,
      route,
      ids,
      bodyOf(route, world),
    )
    expect(status, `${route.method} ${route.url}`).toBeLessThan(500)
    if (route.method === 'POST')
      await call(tenant.admin.with({ prefer: 'dry-run' }), route, ids, bodyOf(route, world))
  }
  for (const list of ['jobs', 'candidates', 'applications'])
    await tenant.admin.get(
      `/v1/${list}?limit=1&updated_since=2020-01-01T00:00:00Z&filter[created_at][gte]=2020-01-01T00:00:00Z`,
    )
  await tenant.admin.get('/v1/jobs?q=engineer&expand=skills,counters,external_ids')
  await tenant.admin.get(
    '/v1/candidates?q=al&expand=contacts,external_ids,profile&filter[skill]=sql&filter[has_resume]=true&filter[external_id]=a:b',
  )
  await tenant.admin.post('/v1/candidates/search', {
    q: 'al',
    filters: { email: { in: ['a@b.example'] } },
    facets: ['source', 'location', 'company', 'owner_id', 'skill', 'tag'],
  })
  await tenant.admin.post('/v1/candidates/search', { q: 'al', mode: 'hybrid' })
  await tenant.admin.post('/v1/candidates/search', { q: 'al', mode: 'semantic', filters: { source: 'a' } })
  await tenant.drain()
  const { email, password } = tenant.user
  const wrong = await api.anonymous.post('/v1/auth/login', { email, password: 'wrong' })
  const right = await api.anonymous.post('/v1/auth/login', { email, password })
  const next = await api.anonymous.post('/v1/auth/refresh', { refresh_token: right.body.refresh_token })
  const away = await api.anonymous
    .with({ authorization: `Bearer ${next.body.access_token}` })
    .post('/v1/auth/logout')
  expect([wrong, right, next, away].map(({ status }) => status)).toEqual([401, 200, 200, 204])
})

const all = (): Sent[] => [...sent.app, ...sent.system].flat()
const CONTROL = /^(BEGIN( READ ONLY)?|COMMIT|ROLLBACK)$/
const SCOPE = /^SET LOCAL /
const isWork = ({ text }: Sent) => !CONTROL.test(text) && !SCOPE.test(text)
const offending = (statements: Sent[], isWrong: (statement: Sent) => boolean): string[] => [
  ...new Set(statements.filter(isWrong).map(({ text }) => text)),
]

describe('every message', () => {
  test('was recorded', () => {
    expect(sent.app.length).toBeGreaterThan(100)
    expect(sent.system.length).toBeGreaterThan(20)
    expect(
      new Set(
        all()
          .filter(isWork)
          .map(({ text }) => text),
      ).size,
    ).toBeGreaterThan(50)
  })

  test('is one statement of the extended protocol', () => {
    expect(offending(all(), ({ protocol }) => protocol !== 'extended')).toEqual([])
    expect(offending(all(), ({ text }) => /;\s*\S/.test(text))).toEqual([])
  })

  test('changes nothing of the session, and listens and tells nobody', () => {
    const word =
      /^\s*(set(?! local app\.)|reset|discard|listen|unlisten|notify|lock|prepare|execute|deallocate|declare|copy)\b/i
    expect(offending(all(), ({ text }) => word.test(text))).toEqual([])
    expect(offending(all(), ({ text }) => /set_config|pg_notify|current_setting/i.test(text))).toEqual([])
    expect(offending(all(), ({ text }) => /pg_(try_)?advisory_(?!xact)/i.test(text))).toEqual([])
  })

  test('carries values as parameters, and times from the product’s clock', () => {
    const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-/
    expect(offending(all().filter(isWork), ({ text }) => uuid.test(text))).toEqual([])
    expect(
      offending(all(), ({ text }) =>
        /\b(now\(\)|current_timestamp|current_date|localtimestamp|clock_timestamp|transaction_timestamp)/i.test(
          text,
        ),
      ),
    ).toEqual([])
  })
})

describe('the scope of a tenant', () => {
  const UUID = "'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'"
  const FORMS = [
    new RegExp(`^SET LOCAL app\\.tenant_id TO ${UUID}$`),
    new RegExp(`^SET LOCAL app\\.actor_id TO ${UUID}$`),
    new RegExp(`^SET LOCAL app\\.request_id TO ${UUID}$`),
    /^SET LOCAL app\.visibility TO '(tenant|owner)'$/,
    /^SET LOCAL hnsw\.ef_search TO '\d+'$/,
  ]

  test('is set by messages of their own, in one form', () => {
    const settings = all().filter(({ text }) => /^\s*set\b/i.test(text))
    expect(settings.length).toBeGreaterThan(100)
    expect(offending(settings, ({ text }) => !FORMS.some((form) => form.test(text)))).toEqual([])
    expect(offending(settings, ({ name, values }) => name !== '' || values.length > 0)).toEqual([])
  })

  test('stands right after BEGIN, in the flight of the first statement', () => {
    const opening = sent.app.filter((flight) => flight.some(({ text }) => text.startsWith('BEGIN')))
    expect(opening.length).toBeGreaterThan(100)
    for (const flight of opening) {
      const texts = flight.map(({ text }) => text)
      expect(texts.filter((text) => text.startsWith('BEGIN'))).toHaveLength(1)
      expect(texts.slice(0, 2)).toEqual([
        expect.stringMatching(/^BEGIN/),
        expect.stringMatching(/^SET LOCAL app\.tenant_id/),
      ])
      expect(texts.filter((text) => text.includes('app.tenant_id'))).toHaveLength(1)
      const lastScope = texts.findLastIndex((text) => SCOPE.test(text))
      expect(texts.slice(1, lastScope + 1).every((text) => SCOPE.test(text))).toBe(true)
    }
  })

  test('is there for every statement, and never in a system transaction', () => {
    expect(sent.system.flat().filter(({ text }) => SCOPE.test(text))).toEqual([])
    let scoped = false
    for (const statement of inOrderOfConnection()) {
      if (statement.text.includes('app.tenant_id')) scoped = true
      if (isWork(statement)) expect([statement.text, scoped]).toEqual([statement.text, true])
      if (/^(COMMIT|ROLLBACK)$/.test(statement.text)) scoped = false
    }
  })

  /** The calls above come one after the other, so there is no more than one transaction at a time. */
  const inOrderOfConnection = (): Sent[] => sent.app.flat()
})

describe('a statement over a tenant’s rows', () => {
  /** The tables of ours that a text reads or writes, as often as it names them. */
  const names = (text: string): string[] =>
    [...text.matchAll(/\b(?:from|join|into|update)\s+"?([a-z_]+)\b/gi)].flatMap(([, name = '']) =>
      tables.includes(name) ? [name] : [],
    )
  const mentions = (text: string) => (text.match(/tenant_id/g) ?? []).length

  test('names the tenant, once for each table it reads', () => {
    const statements = sent.app.flat().filter(isWork)
    expect(offending(statements, ({ text }) => mentions(text) < names(text).length)).toEqual([])
    // By itself, or once a row in an array.
    const isNamedIn = (value: unknown) => String(value).includes(tenant.id)
    expect(offending(statements, ({ values }) => !values.some(isNamedIn))).toEqual([])
  })

  test('never reads a table without a tenant', () => {
    const isGlobal = (name: string) => GLOBAL_TABLES.includes(name)
    expect(offending(sent.app.flat(), ({ text }) => names(text).some(isGlobal))).toEqual([])
  })

  test('reads columns by name', () => {
    expect(offending(all(), ({ text }) => /select\s+(\w+\.)?\*/i.test(text))).toEqual([])
  })

  test('locks no rows across tenants', () => {
    expect(
      offending(sent.system.flat(), ({ text }) =>
        /\bfor\s+(no\s+key\s+)?(update|share|key share)\b/i.test(text),
      ),
    ).toEqual([])
  })
})
