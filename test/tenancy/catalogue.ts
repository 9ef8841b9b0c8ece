import type { QueryResultRow } from 'pg'

/** Tables of no tenant. The list is closed: a new one is a decision. */
export const GLOBAL_TABLES = [
  'anonymous_idempotency_keys',
  'chores',
  'refresh_tokens',
  'schema_migrations',
  'sessions',
  'tenants',
  'users',
]

/** Whoever may look at the catalogue. */
export interface Reader {
  query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
}

export interface Table {
  name: string
  isTenant: boolean
  hasRowSecurity: boolean
  forcesRowSecurity: boolean
  owner: string
  columns: Column[]
  constraints: Constraint[]
  indexes: { name: string; isUnique: boolean; columns: string[] }[]
  policies: Policy[]
}

export interface Column {
  name: string
  type: string
  isRequired: boolean
  hasDefault: boolean
  isIdentity: boolean
  isGenerated: boolean
}

export interface Constraint {
  name: string
  kind: 'primary' | 'unique' | 'foreign' | 'check'
  columns: string[]
  /** Of a foreign key. */
  target: string | null
  targetColumns: string[]
  definition: string
}

export interface Policy {
  name: string
  command: string
  isPermissive: boolean
  roles: string[]
  using: string | null
  check: string | null
}

const TABLES = `
  select c.oid::text, c.relname as name, c.relrowsecurity as "hasRowSecurity", c.relforcerowsecurity as "forcesRowSecurity",
    pg_get_userbyid(c.relowner) as owner
  from pg_class c
  where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  order by 2`

const COLUMNS = `
  select attrelid::text as of, attname as name, format_type(atttypid, atttypmod) as type, attnotnull as "isRequired",
    atthasdef as "hasDefault", attidentity <> '' as "isIdentity", attgenerated <> '' as "isGenerated"
  from pg_attribute where attnum > 0 and not attisdropped order by attnum`

const names = (relation: string, numbers: string) => `array(
    select a.attname::text from unnest(${numbers}) with ordinality as k(number, place)
    join pg_attribute a on a.attrelid = ${relation} and a.attnum = k.number order by k.place)`

const CONSTRAINTS = `
  select conrelid::text as of, conname as name,
    case contype when 'p' then 'primary' when 'u' then 'unique' when 'f' then 'foreign' else 'check' end as kind,
    ${names('conrelid', 'conkey')} as columns, ${names('confrelid', 'confkey')} as "targetColumns",
    (select relname from pg_class where oid = confrelid) as target, pg_get_constraintdef(oid) as definition
  from pg_constraint where contype in ('p', 'u', 'f', 'c') order by 2`

const INDEXES = `
  select indrelid::text as of, indexrelid::regclass::text as name, indisunique as "isUnique",
    ${names('indrelid', 'indkey::int2[]')} as columns
  -- Those of tenants are made as the product runs, and begin so.
  from pg_index where indexrelid::regclass::text not like 'vx\\_%' order by 2`

const POLICIES = `
  select polrelid::text as of, polname as name, polcmd as command, polpermissive as "isPermissive",
    array(select rolname::text from pg_roles where oid = any(polroles) order by 1) as roles,
    pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as check
  from pg_policy order by 2`

type TableRow = Pick<Table, 'name' | 'hasRowSecurity' | 'forcesRowSecurity' | 'owner'> & { oid: string }

/** Every table of the product, as the database itself describes it; partitions are their parent's. */
export async function readTables(db: Reader): Promise<Table[]> {
  const read = async <Part>(text: string) =>
    Map.groupBy((await db.query<Part & { of: string }>(text)).rows, (row) => row.of)
  const columns = await read<Column>(COLUMNS)
  const constraints = await read<Constraint>(CONSTRAINTS)
  const indexes = await read<Table['indexes'][number]>(INDEXES)
  const policies = await read<Policy>(POLICIES)
  const { rows } = await db.query<TableRow>(TABLES)
  return rows.map(({ oid, ...table }) => ({
    ...table,
    isTenant: !GLOBAL_TABLES.includes(table.name),
    columns: columns.get(oid) ?? [],
    constraints: constraints.get(oid) ?? [],
    indexes: indexes.get(oid) ?? [],
    policies: policies.get(oid) ?? [],
  }))
}

export type Privilege = 'select' | 'insert' | 'update' | 'delete' | 'truncate' | 'references' | 'trigger'

const PRIVILEGES = `
  select t.name, array(
    select p from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) p
    where has_table_privilege($2, 'public.' || t.name, p)
      or (p not in ('delete', 'truncate', 'trigger') and has_any_column_privilege($2, 'public.' || t.name, p))) as granted
  from unnest($1::text[]) as t(name)`

/** What a role may do with each of these tables, with the tables it may do nothing with left out. */
export async function privilegesOf(
  db: Reader,
  role: string,
  tables: string[],
): Promise<Record<string, Privilege[]>> {
  const { rows } = await db.query<{ name: string; granted: Privilege[] }>(PRIVILEGES, [tables, role])
  return Object.fromEntries(
    rows.flatMap(({ name, granted }) => (granted.length > 0 ? [[name, granted]] : [])),
  )
}
