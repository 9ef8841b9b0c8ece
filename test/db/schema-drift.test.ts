import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { describe, expect, inject, test } from 'vitest'
import { openPool } from './connections.ts'

// The migrations are the truth; the tables declared for queries must say the same of every column.

const SCHEMA_DIR = join(import.meta.dirname, '../../src/db/schema')

interface Column {
  name: string
  type: string
  required: boolean
}

async function declaredTables(): Promise<Map<string, Column[]>> {
  const files = (await readdir(SCHEMA_DIR)).filter((file) => file.endsWith('.ts'))
  const modules: object[] = await Promise.all(files.map((file) => import(join(SCHEMA_DIR, file))))
  const tables = modules.flatMap((module) => Object.values(module)).filter((value) => is(value, PgTable))
  return new Map(
    tables.map((table) => {
      const { name, columns } = getTableConfig(table)
      return [
        name,
        columns
          .map((c) => ({ name: c.name, type: typeOf(c.getSQLType()), required: c.notNull }))
          .sort(byName),
      ]
    }),
  )
}

/** Drizzle writes some types its own way, and wants a length of every vector. */
const typeOf = (type: string) =>
  type.replace(/^timestamp \((\d)\)/, 'timestamp($1)').replace(/^halfvec\(\d+\)/, 'halfvec')

const byName = (a: Column, b: Column) => (a.name < b.name ? -1 : 1)

/** But for generated columns, which no query selects or writes, and the ledger of migrations. */
async function storedTables(): Promise<Map<string, Column[]>> {
  const { rows } = await openPool(inject('stack').superUrl).query<Column & { table: string }>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' and c.relname <> 'schema_migrations'`,
  )
  const groups = Map.groupBy(rows, (row) => row.table)
  return new Map(
    [...groups].map(([name, columns]) => [
      name,
      columns.map(({ table: _, ...column }) => column).sort(byName),
    ]),
  )
}

const declared = await declaredTables()
const stored = await storedTables()

describe('the declared tables and the database', () => {
  test('are the same tables', () => {
    expect([...declared.keys()].sort()).toEqual([...stored.keys()].sort())
    expect(declared.size).toBeGreaterThan(20)
  })

  test.each([...stored.keys()].sort())('%s has the same columns in both', (table) => {
    expect(declared.get(table)).toEqual(stored.get(table))
  })
})
