import { expect, test } from 'vitest'
import type { pipelines } from '#src/db/schema/jobs.ts'
import { type RowInsert, written } from '#src/db/statement.ts'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { openTestDatabase, scopeOf } from './connections.ts'
import { type Flight, recordPool } from './wire.ts'

const db = openTestDatabase(1)
const flights: Flight[] = []
recordPool(db.app, (flight) => flights.push(flight))

type Row = Omit<typeof pipelines.$inferInsert, 'deletedAt'>

const insert: RowInsert<Row> = {
  one: written(
    'insert into pipelines (tenant_id, id, name, is_default, is_template, strict, version, created_at, updated_at) values ($1, $2, $3, false, true, false, 1, $4, $4)',
    ['tenantId', 'id', 'name', 'createdAt'],
    {},
  ),
  many: written(
    `insert into pipelines (tenant_id, id, name, is_default, is_template, strict, version, created_at, updated_at)
     select $1, id, name, false, true, false, 1, $4, $4 from unnest($2::uuid[], $3::text[]) as t(id, name)`,
    ['tenantId', 'ids', 'names', 'now'],
    {},
  ),
  args: (rows) => ({
    ids: arrayLiteral(rows.map(({ id }) => id)),
    names: arrayLiteral(rows.map(({ name }) => name)),
    now: rows[0]?.createdAt,
  }),
}
const rename = written(
  'update pipelines set name = name || $2 where tenant_id = $1',
  ['tenantId', 'suffix'],
  {},
)
const names = written<{ name: string }>(
  'select name from pipelines where tenant_id = $1 order by name',
  ['tenantId'],
  { name: String },
)

const add = (tx: TenantTx, name: string) =>
  tx.deferRow(insert, {
    tenantId: tx.tenantId,
    id: newId(),
    name,
    isDefault: false,
    isTemplate: true,
    strict: false,
    version: 1,
    createdAt: tx.now,
    updatedAt: tx.now,
  })

const write = async (work: (tx: TenantTx) => void) => {
  const scope = scopeOf(db)
  flights.length = 0
  await withTenant(scope, async (tx) => work(tx))
  const sent = flights.flat().filter(({ text }) => !/^(BEGIN|COMMIT|SET LOCAL)/.test(text))
  const stored = await readTenantOnce(scope, (tx) => tx.all(names))
  return { sent, stored: stored.map(({ name }) => name) }
}

test('one row goes out by a statement that the server keeps', async () => {
  const { sent, stored } = await write((tx) => add(tx, 'a'))
  expect([sent.map(({ text }) => text), stored]).toEqual([[insert.one.text], ['a']])
  expect(sent[0]?.name === '').toBe(!db.prepared)
})

test('many rows are one statement in their order, where the last of them was deferred', async () => {
  const { sent, stored } = await write((tx) => {
    add(tx, 'a')
    tx.defer(rename, { suffix: '!' })
    add(tx, 'b')
    tx.defer(rename, { suffix: '?' })
  })
  expect(sent.map(({ text }) => text.slice(0, 6))).toEqual(['update', 'insert', 'update'])
  expect(sent[1]?.values).toContain('{"a","b"}')
  expect(stored).toEqual(['a?', 'b?'])
})

test('more rows than a statement takes are several', async () => {
  const { sent, stored } = await write((tx) => {
    for (let i = 0; i < 2001; i++) add(tx, `${10_000 + i}`)
  })
  expect(sent).toHaveLength(3)
  expect(stored).toEqual(Array.from({ length: 2001 }, (_, i) => `${10_000 + i}`))
})
