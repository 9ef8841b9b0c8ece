import { newId } from '#src/lib/ids.ts'
import type { Column, Constraint, Reader, Table } from './catalogue.ts'

export type Row = Record<string, unknown>

/** One row of every table for one tenant, each with nothing in it that the table does not demand. */
export function minimalRows(tables: Table[], tenantId: string): Map<string, Row> {
  const rows = new Map<string, Row>()
  for (const table of inOrderOfReference(tables)) rows.set(table.name, minimalRow(table, tenantId, rows))
  return rows
}

/** A row that `rows` has the targets for; an id of its own each time. */
export function minimalRow(table: Table, tenantId: string, rows: ReadonlyMap<string, Row>): Row {
  const row: Row = {}
  for (const column of table.columns.filter(isDemanded)) row[column.name] = anyValue(column, table)
  for (const { columns, target, targetColumns } of demandedReferences(table)) {
    columns.forEach((name, i) => {
      row[name] = rows.get(target ?? '')?.[targetColumns[i] ?? '']
    })
  }
  return { ...row, tenant_id: tenantId }
}

export async function insertRow(client: Reader, table: string, row: Row): Promise<void> {
  const names = Object.keys(row)
  const places = names.map((_, i) => `$${i + 1}`)
  await client.query(
    `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`,
    Object.values(row),
  )
}

const isDemanded = (column: Column) => column.isRequired && !column.hasDefault

const demandedReferences = ({ constraints, columns }: Table): Constraint[] => {
  const demanded = new Set(columns.filter(isDemanded).map(({ name }) => name))
  return constraints.filter(
    (constraint) => constraint.kind === 'foreign' && constraint.columns.every((name) => demanded.has(name)),
  )
}

function inOrderOfReference(tables: Table[]): Table[] {
  const ordered: Table[] = []
  const visit = (table: Table) => {
    if (ordered.includes(table)) return
    for (const { target } of demandedReferences(table)) {
      const parent = tables.find(({ name }) => name === target)
      if (parent && parent !== table) visit(parent)
    }
    ordered.push(table)
  }
  tables.forEach(visit)
  return ordered
}

const VALUES: Record<string, () => unknown> = {
  uuid: newId,
  text: newId,
  integer: () => 1,
  bigint: () => 1,
  boolean: () => false,
  jsonb: () => '{}',
  'text[]': () => [],
  'uuid[]': () => [newId()],
  'timestamp(3) with time zone': () => new Date('2026-01-02T03:04:05.678Z'),
  halfvec: () => '[1,2,3]',
}

/** The first word that a check allows, or anything of the type. */
function anyValue(column: Column, table: Table): unknown {
  const check = table.constraints.find(
    ({ kind, columns }) => kind === 'check' && columns.join() === column.name,
  )
  const word = column.type === 'text' ? /'([^']+)'::text/.exec(check?.definition ?? '')?.[1] : undefined
  const make = VALUES[column.type]
  if (!make) throw new Error(`no value is known for ${table.name}.${column.name}, a ${column.type}`)
  return word ?? make()
}
