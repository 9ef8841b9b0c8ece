import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Route } from '#src/http/route.ts'
import { routes } from '#src/modules/registry.ts'
import { recordPool, type Sent } from '#test/db/wire.ts'
import { testApi } from '#test/support/api.ts'
import { parametersOf, pathOf, REFERENCES } from '#test/tenancy/calls.ts'
import { readTables } from '#test/tenancy/catalogue.ts'
import { inputSchemaOf } from '#test/tenancy/examples.ts'
import { makeWorld, type World } from '#test/tenancy/world.ts'
import { genericPlan, scannedWhole } from './explain.ts'
import { multiplyRows } from './multiply.ts'

const ROWS = 100_000

// The embedded engine has the same planner, but is no place for millions of rows.
const isNative = inject('stack').kind === 'native'

describe.runIf(isNative)(`the lists of a tenant with ${ROWS} rows of everything`, async () => {
  const lists = routes.filter(isList)
  const api = await testApi()
  const tenant = await api.tenant()
  let world: World
  let big: string[]
  let sent: Sent[] = []
  // The product's log-in on a connection of its own, whose prepared statements are nobody else's.
  const asker = new pg.Client(inject('stack').appUrl)

  beforeAll(async () => {
    world = await makeWorld(api, tenant)
    const client = new pg.Client(inject('stack').superUrl)
    await client.connect()
    try {
      // Past the triggers, those of references among them.
      await client.query('set session_replication_role to replica')
      big = await multiplyRows(client, await readTables(client), tenant.id, ROWS)
    } finally {
      await client.end()
    }
    await asker.connect()
    recordPool(api.context.db.app, (flight) => sent.push(...flight))
  }, 600_000)
  afterAll(() => asker.end())

  test.each(lists.map((route) => [route.operationId, route] as const))(
    '%s scans none of them whole',
    async (_name, route) => {
      const path = pathOf(
        route,
        parametersOf(route).map((noun) => world[noun]),
      )
      const found: string[] = []
      for (const query of queriesOf(route, world)) {
        sent = []
        const { status, text, body } = await tenant.admin.get(`${path}?${query}`)
        expect([status, status === 200 ? '' : text], `add a value for ${query} to VALUES`).toEqual([200, ''])
        if (body.next_cursor) await tenant.admin.get(`${path}?${query}&cursor=${body.next_cursor}`)
        found.push(...(await scansOf(sent)).map((table) => `${query}: ${table}`))
      }
      expect(found).toEqual([])
    },
    120_000,
  )

  async function scansOf(statements: Sent[]): Promise<string[]> {
    const scope = {
      'app.tenant_id': tenant.id,
      'app.actor_id': tenant.user.id,
      'app.visibility': 'tenant',
    }
    const found: string[] = []
    for (const statement of statements.filter(({ text }) => /^\s*(select|with)\b/i.test(text))) {
      const plan = await genericPlan(asker, statement, scope)
      found.push(...scannedWhole(plan).filter((table) => big.includes(table)))
    }
    return found
  }
})

const isList = ({ method, query, access }: Route): boolean =>
  method === 'GET' &&
  access !== 'public' &&
  query !== undefined &&
  'limit' in (inputSchemaOf(query).properties ?? {})

interface Property {
  type?: string | string[]
  enum?: unknown[]
  format?: string
  anyOf?: Property[]
}

/** Every order, every filter by itself, and a search: what a client may ask of a list. */
function queriesOf({ query }: Route, world: World): string[] {
  const properties = (query ? inputSchemaOf(query).properties : undefined) ?? {}
  const orders = (properties.sort?.enum ?? []).map((sort) => `sort=${sort}`)
  const others = Object.entries(properties)
    .filter(([name]) => !['limit', 'cursor', 'sort', 'fields', 'expand', 'token'].includes(name))
    .map(
      ([name, property]) =>
        `${name}=${encodeURIComponent(valueFor(name, property as Property, properties, world))}`,
    )
  return ['limit=25', ...orders, ...others]
}

/** Values that a schema alone does not tell. */
const VALUES: Record<string, string> = { q: 'engineer', score: '1', external_id: 'hris:E-1' }

function valueFor(name: string, property: Property, properties: object, world: World): string {
  const field = /^filter\[([^\]]+)\]/.exec(name)?.[1] ?? name
  if (VALUES[field] !== undefined) return VALUES[field]
  const noun = REFERENCES[field]
  if (noun) return world[noun]
  const alike = name.endsWith('[in]')
    ? (properties as Record<string, Property>)[`filter[${field}]`]
    : undefined
  const form = alike ?? property
  if (form.enum) return String(form.enum[0])
  if (form.format === 'uuid') return world.job
  if (form.format === 'date-time') return '2026-01-01T00:00:00Z'
  if (form.type === 'integer' || form.type === 'number') return '1'
  if (form.type === 'boolean') return 'true'
  return 'x'
}
