import type { Column, Reader, Table } from '#test/tenancy/catalogue.ts'
import { insertRow, minimalRow, type Row } from '#test/tenancy/rows.ts'

/** What has one row a tenant, or none that a list shows. */
const LEFT_OUT = ['event_counters', 'tasks', 'idempotency_keys', 'learning_settings', 'llm_settings']

/**
 * Makes so many rows of every table of a tenant out of one each. References are to rows made so too, half of them to
 * one and the same. Past every check of references, which is what makes it quick.
 */
export async function multiplyRows(
  db: Reader,
  tables: Table[],
  tenantId: string,
  count: number,
): Promise<string[]> {
  const multiplied = tables.filter(({ name, isTenant }) => isTenant && !LEFT_OUT.includes(name))
  const known = new Set(multiplied.map(({ name }) => name))
  for (const table of multiplied) {
    await ensureRow(db, table, tenantId)
    const columns = table.columns.filter(({ isGenerated }) => !isGenerated)
    const values = columns.map((column) => expressionOf(column, table, known))
    await db.query(
      `insert into ${table.name} (${columns.map(({ name }) => name).join(', ')})
       select ${values.join(', ')} from
         (select * from ${table.name} where tenant_id = $1 limit 1) b, generate_series(1, ${count}) n`,
      [tenantId],
    )
  }
  await db.query('analyze')
  return [...known]
}

async function ensureRow(db: Reader, table: Table, tenantId: string): Promise<void> {
  const { rows } = await db.query(`select 1 from ${table.name} where tenant_id = $1 limit 1`, [tenantId])
  if (rows.length === 0) await insertRow(db, table.name, minimalRow(table, tenantId, ANYTHING))
}

/** References need a value and no target. */
const ANYTHING = {
  get: (): Row => ({
    id: '0190a000-0000-7000-8000-000000000001',
    user_id: '0190a000-0000-7000-8000-000000000001',
  }),
} as unknown as ReadonlyMap<string, Row>

function expressionOf({ name, type }: Column, table: Table, known: Set<string>): string {
  if (name === 'tenant_id') return 'b.tenant_id'
  if (name === 'id') return idOf(table.name)
  const isUnique = table.indexes.some(({ isUnique: unique, columns }) => unique && columns.includes(name))
  const target = table.constraints.find(
    ({ kind, columns }) => kind === 'foreign' && columns.includes(name),
  )?.target
  if (type === 'uuid' && target && known.has(target)) {
    return isUnique ? idOf(target) : `case when n % 2 = 0 then ${idOf(target)} else b.${name} end`
  }
  if (type === 'uuid' && isUnique) return idOf(name)
  if (type === 'boolean') return 'false'
  if (type.startsWith('timestamp')) return `b.${name} - n * interval '1 second'`
  const isWord = table.constraints.some(({ kind, columns }) => kind === 'check' && columns.includes(name))
  // Some names are unique in an expression, which no list of columns tells.
  if (isWord || !(isUnique || name === 'name')) return `b.${name}`
  return type === 'text' ? `b.${name} || '-' || n` : `n + 1000`
}

const idOf = (table: string) => `md5('${table}' || n)::uuid`
