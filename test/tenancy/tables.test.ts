import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { openPool, refusalOf } from '#test/db/connections.ts'
import { GLOBAL_TABLES, privilegesOf, readTables, type Table } from './catalogue.ts'
import { insertRow, minimalRow, minimalRows, type Row } from './rows.ts'

const stack = inject('stack')
const superuser = openPool(stack.superUrl)
const app = openPool(stack.appUrl)

const tables = await readTables(superuser)
const tenantTables = tables.filter(({ isTenant }) => isTenant)
const globalTables = tables.filter(({ isTenant }) => !isTenant)
const named = (some: Table[]) => some.map((table) => [table.name, table] as const)

const OWN_TENANT = `(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)`
/** Functions of the owner, which ats_system may have done: nothing but housekeeping of whole tables. */
const MAINTENANCE = ['keep_llm_lineage']
/** Rules beside the template, which may only narrow it. */
const FURTHER_POLICIES = ['candidates.owner_visibility', 'bias_audits.frozen']
/** Functions that read what the app may not, and what they answer instead of ids: counts of groups. */
const COUNTING: Record<string, string> = { impact_sample: 'jsonb', count_groups: 'jsonb' }

test('the catalogue has been read, and the tables of no tenant are the listed ones', () => {
  expect(tenantTables.length).toBeGreaterThan(20)
  expect(globalTables.map(({ name }) => name)).toEqual(GLOBAL_TABLES)
})

describe.each(named(tenantTables))('the table %s', (_name, table) => {
  const { columns, constraints, indexes, policies } = table

  test('belongs to a tenant by its first key column', () => {
    expect(columns.find(({ name }) => name === 'tenant_id')).toMatchObject({
      type: 'uuid',
      isRequired: true,
      hasDefault: false,
    })
    expect(constraints.filter(({ kind }) => kind === 'primary')).toHaveLength(1)
    const keys = [
      ...constraints.filter(({ kind }) => kind === 'primary' || kind === 'unique'),
      ...indexes.filter(({ isUnique }) => isUnique),
    ]
    for (const key of keys) expect([key.name, key.columns[0]]).toEqual([key.name, 'tenant_id'])
  })

  test('refers to tables of the same tenant only', () => {
    for (const { name, columns: own, target, targetColumns } of constraints.filter(
      ({ kind }) => kind === 'foreign',
    )) {
      expect(
        tenantTables.map((other) => other.name),
        name,
      ).toContain(target)
      expect([own[0], targetColumns[0], own.length > 1], name).toEqual(['tenant_id', 'tenant_id', true])
    }
  })

  test('has row security by the template, also for its owner', () => {
    expect(table).toMatchObject({ hasRowSecurity: true, forcesRowSecurity: true, owner: 'ats_owner' })
    expect(policies.find(({ name }) => name === 'tenant_isolation')).toEqual({
      of: expect.anything(),
      name: 'tenant_isolation',
      command: '*',
      isPermissive: true,
      roles: ['ats_app', 'ats_readonly'],
      using: OWN_TENANT,
      check: OWN_TENANT,
    })
  })

  test('has no other policy that opens it to those who work in a tenant', () => {
    for (const { name, isPermissive, roles, using, check } of policies) {
      expect(`${using} ${check}`.toLowerCase(), name).not.toContain('select')
      if (name === 'tenant_isolation') continue
      if (isPermissive)
        expect(
          roles.filter((role) => !['ats_system', 'ats_backup', 'ats_search'].includes(role)),
          name,
        ).toEqual([])
      else expect(FURTHER_POLICIES).toContain(`${table.name}.${name}`)
    }
  })
})

describe.each(named(tables))('the table %s', (_name, { name: table, columns, constraints, indexes }) => {
  test('names its constraints and indexes by the convention', () => {
    const prefixes = { primary: 'pk', unique: 'uq', foreign: 'fk', check: 'ck' }
    for (const { kind, name } of constraints)
      expect(name).toMatch(new RegExp(`^${prefixes[kind]}_${table}(_|$)`))
    for (const { name } of indexes) expect(name).toMatch(new RegExp(`^(pk|uq|idx)_${table}(_|$)`))
  })

  test('keeps times to the millisecond with their zone, and no identity columns', () => {
    for (const { name, type, isIdentity } of columns) {
      expect(isIdentity, name).toBe(false)
      if (/^(timestamp|time|date)/.test(type))
        expect([name, type]).toEqual([name, 'timestamp(3) with time zone'])
    }
  })
})

describe('the tables of no tenant', () => {
  test('refer to each other only', () => {
    for (const { constraints } of globalTables)
      for (const { target } of constraints.filter(({ kind }) => kind === 'foreign'))
        expect(GLOBAL_TABLES).toContain(target)
  })

  test.each(['ats_app', 'ats_queue', 'ats_search'])('give %s no right at all', async (role) => {
    expect(await privilegesOf(superuser, role, GLOBAL_TABLES)).toEqual({})
  })
})

describe('the schemas', () => {
  const ours = (oid: string) =>
    `not exists (select from pg_depend d where d.objid = ${oid} and d.deptype = 'e')`
  const namespaces = `('public'::regnamespace, 'app'::regnamespace)`

  test.each([
    [
      // One is there on purpose: it says in what order events were written, by whatever process.
      'sequences but that of events, materialized views or foreign tables',
      `select relname from pg_class c where relname <> 'event_places' and relkind in ('S', 'm', 'f') and relnamespace in ${namespaces} and ${ours('c.oid')}`,
    ],
    [
      'views that read with other rights than those of whoever asks',
      `select relname from pg_class c where relkind = 'v' and relnamespace in ${namespaces} and ${ours('c.oid')}
       and not coalesce(reloptions && array['security_invoker=true', 'security_invoker=on'], false)`,
    ],
    [
      'rights on views but to read them',
      `select c.relname, a.grantee::regrole, a.privilege_type from pg_class c, aclexplode(c.relacl) a
       where relkind = 'v' and relnamespace in ${namespaces} and ${ours('c.oid')} and a.grantee <> c.relowner and a.privilege_type <> 'SELECT'`,
    ],
    [
      'enum or domain types',
      `select typname from pg_type t where typtype in ('e', 'd') and typnamespace in ${namespaces} and ${ours('t.oid')}`,
    ],
    [
      'triggers',
      `select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid where not tgisinternal and relnamespace in ${namespaces}`,
    ],
    [
      'rules but those that views are',
      `select rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class where rulename <> '_RETURN' and relnamespace in ${namespaces} and ${ours('c.oid')}`,
    ],
    ['publications', 'select pubname from pg_publication'],
    [
      'rights on partitions, past the row security of their parents',
      `select c.relname, a.grantee::regrole from pg_class c, aclexplode(c.relacl) a where c.relispartition and a.grantee <> c.relowner`,
    ],
    [
      'maintenance that anybody but ats_system may have done',
      `select proname, a.grantee from pg_proc p, aclexplode(p.proacl) a
       where proname in (${MAINTENANCE.map((name) => `'${name}'`)}) and a.grantee not in (p.proowner, 'ats_system'::regrole)`,
    ],
  ])('have no %s', async (_what, text) => {
    expect((await superuser.query(text)).rows).toEqual([])
  })

  test('have functions that are closed to the public, and escalate only to find ids or to count within a tenant', async () => {
    const { rows } = await superuser.query(
      `select p.proname as name, prosecdef as escalates, pg_get_userbyid(proowner) as owner, proconfig as config, prosrc as source,
         pg_get_function_result(p.oid) as returns, pg_get_function_arguments(p.oid) as arguments,
         proacl is null or exists (select from aclexplode(proacl) where grantee = 0) as public
       from pg_proc p where pronamespace in ${namespaces} and ${ours('p.oid')}`,
    )
    expect(rows.length).toBeGreaterThan(1)
    for (const {
      name,
      escalates,
      owner,
      config,
      source,
      returns,
      arguments: args,
      public: isPublic,
    } of rows) {
      expect([name, isPublic]).toEqual([name, false])
      if (!escalates) continue
      if (MAINTENANCE.includes(name)) continue
      expect([name, owner, returns]).toEqual([name, 'ats_search', COUNTING[name] ?? 'uuid[]'])
      const [path, ...planning] = config
      expect(path).toMatch(/^search_path="?pg_catalog"?, /)
      expect(['', 'enable_seqscan=off']).toContain(planning.join())
      expect(args).toMatch(/^p_tenant uuid, /)
      expect(source).toMatch(
        /if p_tenant is distinct from nullif\(current_setting\('app\.tenant_id', true\), ''\)::uuid/,
      )
    }
  })
})

describe('a row of every table, as ats_app', () => {
  const [own, foreign] = [newId(), newId()]
  const rows = new Map([own, foreign].map((tenantId) => [tenantId, minimalRows(tenantTables, tenantId)]))
  const rowsOf = (tenantId: string): Map<string, Row> => rows.get(tenantId) ?? new Map()

  beforeAll(async () => {
    for (const [, ofTenant] of rows)
      for (const [table, row] of ofTenant) await insertRow(superuser, table, row)
  })

  afterAll(async () => {
    const client = await superuser.connect()
    await client.query('begin')
    // In no order of reference, and for this transaction only.
    await client.query('set local session_replication_role to replica')
    for (const { name } of tenantTables)
      await client.query(`delete from ${name} where tenant_id = any($1)`, [[own, foreign]])
    await client.query('commit')
    client.release()
  })

  /** Runs one statement in a transaction of its own, which is rolled back. */
  async function attempt(
    scope: string | null,
    text: string,
    values: unknown[] = [],
  ): Promise<Row[] | string> {
    const client = await app.connect()
    try {
      await client.query('begin')
      if (scope) await client.query(`set local app.tenant_id to '${scope}'`)
      await client.query(`set local app.visibility to 'tenant'`)
      return await client.query(text, values).then(
        ({ rows: found }) => found,
        (error) => error.code,
      )
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  const tenantsSeen = async (table: string, scope: string | null) =>
    (await attempt(scope, `select distinct tenant_id from ${table} where tenant_id = any($1)`, [
      [own, foreign],
    ])) as Row[]

  test.each(named(tenantTables))(
    '%s: without a scope nothing is seen and nothing is taken',
    async (name, table) => {
      expect(await attempt(null, `select tenant_id from ${name}`)).toEqual([])
      expect(await refusedInsert(null, table, own)).toBe('42501')
    },
  )

  test.each(named(tenantTables))(
    '%s: with a scope its tenant’s rows are seen and no others',
    async (name) => {
      expect(await tenantsSeen(name, own)).toEqual([{ tenant_id: own }])
      expect(await attempt(own, `select tenant_id from ${name} where tenant_id <> $1`, [own])).toEqual([])
      expect(await tenantsSeen(name, newId())).toEqual([])
    },
  )

  test.each(named(tenantTables))(
    '%s: a row of another tenant is neither taken, moved, changed nor removed',
    async (name, table) => {
      expect(await refusedInsert(own, table, foreign)).toBe('42501')
      // Without the right to write at all it is the same refusal.
      const moved = await attempt(own, `update ${name} set tenant_id = $1 returning 1`, [foreign])
      expect(moved).toBe('42501')
      for (const write of [`update ${name} set tenant_id = tenant_id`, `delete from ${name}`]) {
        const answer = await attempt(own, `${write} where tenant_id = $1 returning 1`, [foreign])
        expect([[], '42501']).toContainEqual(answer)
      }
    },
  )

  async function refusedInsert(scope: string | null, table: Table, tenantId: string): Promise<unknown> {
    const row = minimalRow(table, tenantId, rowsOf(tenantId))
    const fields = Object.keys(row)
    const places = fields.map((_, i) => `$${i + 1}`)
    return attempt(
      scope,
      `insert into ${table.name} (${fields.join(', ')}) values (${places.join(', ')})`,
      Object.values(row),
    )
  }

  test('a reference into another tenant cannot be stored, whoever writes it', async () => {
    const referring = tenantTables.flatMap((table) =>
      table.constraints.filter(({ kind }) => kind === 'foreign').map((reference) => ({ table, reference })),
    )
    expect(referring.length).toBeGreaterThan(15)
    for (const { table, reference } of referring) {
      const { name, columns, targetColumns, target } = reference
      const [column = '', ...others] = columns.slice(1)
      expect(others, name).toEqual([])
      const stranger = rowsOf(foreign).get(target ?? '')?.[targetColumns[1] ?? '']
      const pointing = superuser.query(`update ${table.name} set ${column} = $1 where tenant_id = $2`, [
        stranger,
        own,
      ])
      expect([name, await refusalOf(pointing)]).toEqual([name, '23503'])
    }
  })

  test('a search in the name of another tenant finds nothing', async () => {
    await superuser.query(`update jobs set title = 'zebra' where tenant_id = any($1)`, [[own, foreign]])
    await superuser.query(`update candidate_search set names = 'zebra' where tenant_id = any($1)`, [
      [own, foreign],
    ])
    const calls = [
      ['jobs', `app.search_jobs($1, 'zebra', 10)`],
      ['candidates', `app.search_candidates($1, 'zebra', 'zeb', null, 10)`],
    ] as const
    for (const [table, called] of calls) {
      const search = (scope: string | null, tenant: string) =>
        attempt(scope, `select ${called} as ids`, [tenant])
      expect(await search(own, own)).toEqual([{ ids: [rowsOf(own).get(table)?.id] }])
      expect(await search(own, foreign)).toEqual([{ ids: [] }])
      expect(await search(null, foreign)).toEqual([{ ids: [] }])
    }
  })
})
