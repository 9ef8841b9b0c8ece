import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ensureLogins } from '#src/db/roles.ts'
import { newId } from '#src/lib/ids.ts'
import { openPool, refusalOf } from '#test/db/connections.ts'
import { GLOBAL_TABLES, type Privilege, privilegesOf, readTables } from './catalogue.ts'

const stack = inject('stack')
const superuser = openPool(stack.superUrl)
const tables = await readTables(superuser)
const tenantTables = tables.filter(({ isTenant }) => isTenant).map(({ name }) => name)
const allTables = tables.map(({ name }) => name)

const ROLES = ['app', 'system', 'queue', 'readonly', 'backup', 'owner', 'search'] as const
type Role = (typeof ROLES)[number]

const own = newId()
const foreign = newId()
const LOGIN = `try_${newId().slice(-12)}`
const loginOf = (role: Role) => `${LOGIN}_${role}`
const clients = new Map<Role, pg.Client>()

beforeAll(async () => {
  await superuser.query(
    `insert into pipelines (tenant_id, id, name, created_at, updated_at) select t, gen_random_uuid(), 'x', '2026-01-01Z', '2026-01-01Z' from unnest($1::uuid[]) t`,
    [[own, foreign]],
  )
  const urls = stack.kind === 'embedded' ? rolesTaken() : await logInsMade()
  for (const role of ROLES) {
    const client = new pg.Client(urls(role))
    await client.connect()
    clients.set(role, client)
  }
})

afterAll(async () => {
  for (const client of clients.values()) await client.end()
  await superuser.query('delete from pipelines where tenant_id = any($1)', [[own, foreign]])
  if (stack.kind === 'embedded') return
  for (const role of ROLES) await superuser.query(`drop role if exists ${loginOf(role)}`)
})

/** The embedded engine has one user, who takes a role for a session. */
function rolesTaken(): (role: Role) => string {
  return (role) => {
    const url = new URL(stack.superUrl)
    url.search = `?options=${encodeURIComponent(`-c role=ats_${role} -c timezone=UTC`)}`
    return url.href
  }
}

/** The product's own log-ins as `db:logins` makes them, the others as an operator would. */
async function logInsMade(): Promise<(role: Role) => string> {
  const urlOf = (role: Role) => {
    const url = new URL(stack.superUrl)
    url.username = loginOf(role)
    url.password = 'a password with \'quotes\' and "more"'
    return url.href
  }
  const client = await superuser.connect()
  try {
    const made = await ensureLogins(client, {
      app: urlOf('app'),
      system: urlOf('system'),
      queue: urlOf('queue'),
    })
    expect(made.map(({ group }) => group)).toEqual(['ats_app', 'ats_system', 'ats_queue'])
  } finally {
    client.release()
  }
  for (const role of ['readonly', 'backup', 'owner', 'search'] as const) {
    const { password } = new URL(urlOf(role))
    await superuser.query(
      `create role ${loginOf(role)} login password ${pg.escapeLiteral(decodeURIComponent(password))} in role ats_${role}`,
    )
  }
  return urlOf
}

/** Runs one statement as a role, within `scope` where one is given; everything is rolled back. */
async function as(role: Role, text: string, scope?: string): Promise<pg.QueryResultRow[]> {
  const client = clients.get(role)
  if (!client) throw new Error(`nobody is logged in as ${role}`)
  await client.query('begin')
  try {
    if (scope) await client.query(`set local app.tenant_id to '${scope}'`)
    return (await client.query(text)).rows
  } finally {
    await client.query('rollback')
  }
}

const refused = (role: Role, text: string, scope?: string) => refusalOf(as(role, text, scope))
const DENIED = '42501'

describe.each(ROLES)('ats_%s', (role) => {
  test('cannot log in itself, and has no attribute that passes rights', async () => {
    const { rows } = await superuser.query(
      `select rolcanlogin or rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as mighty
       from pg_roles where rolname = $1`,
      [`ats_${role}`],
    )
    expect(rows).toEqual([{ mighty: false }])
  })

  test.each([
    ['make a role', 'create role mallory'],
    ['make a database', 'create database mallory'],
    ['read passwords', 'select * from pg_authid'],
    ['read files', `select pg_read_file('/etc/passwd')`],
    ['run programs', `copy (select 1) to program 'true'`],
    ['skip constraints', 'set local session_replication_role to replica'],
    ['make an extension', 'create extension dblink'],
  ])('cannot %s', async (_what, text) => {
    expect(await refused(role, text)).toMatch(/^(42501|0A000|25001)$/)
  })

  test.skipIf(stack.kind === 'embedded')(
    'cannot take another role (on the embedded engine the session’s user is the superuser)',
    async () => {
      for (const other of [
        'postgres',
        ...ROLES.filter((one) => one !== role && !(role === 'owner' && one === 'search')).map(
          (one) => `ats_${one}`,
        ),
      ])
        expect([other, await refused(role, `set local role ${other}`)]).toEqual([other, DENIED])
      expect(await refused(role, `set session authorization postgres`)).toBe(DENIED)
    },
  )

  test.runIf(role !== 'owner')('cannot change what others rely on', async () => {
    for (const text of [
      'create table public.mine ()',
      'create table app.mine ()',
      'create function public.mine() returns int language sql as $$ select 1 $$',
      'create schema mine',
      'drop table public.jobs',
      'alter table public.jobs disable row level security',
      'alter table public.jobs no force row level security',
      'alter table public.jobs add column mine text',
      'create policy mine on public.jobs using (true)',
      'drop policy tenant_isolation on public.jobs',
      'alter policy tenant_isolation on public.jobs using (true)',
      'truncate public.jobs cascade',
      'create trigger mine before insert on public.jobs for each row execute function suppress_redundant_updates_trigger()',
      `call app.isolate('public.jobs', 'select', '')`,
    ]) {
      // ats_search owns the search functions, and so may make things in their schema.
      if (role === 'search' && text.includes('app.mine')) continue
      expect([text, await refused(role, text)]).toEqual([text, DENIED])
    }
  })
})

describe('ats_app', () => {
  test('reads and writes no table of no tenant', async () => {
    for (const table of GLOBAL_TABLES) {
      expect([table, await refused('app', `select * from ${table}`, own)]).toEqual([table, DENIED])
      expect([table, await refused('app', `delete from ${table}`, own)]).toEqual([table, DENIED])
    }
  })

  test('sees one tenant, and nothing without one', async () => {
    expect(await as('app', 'select tenant_id from pipelines', own)).toEqual([{ tenant_id: own }])
    expect(await as('app', 'select tenant_id from pipelines')).toEqual([])
    expect(await as('app', `select tenant_id from pipelines where tenant_id = '${foreign}'`, own)).toEqual([])
    expect(await refused('app', 'set local row_security to off; select * from pipelines', own)).toBe(DENIED)
  })

  test('removes no row whose loss would be felt', async () => {
    const privileges = await privilegesOf(superuser, 'ats_app', tenantTables)
    const removable = Object.keys(privileges).filter((table) => privileges[table]?.includes('delete'))
    expect(removable.sort()).toEqual([
      'attachments',
      'bias_breaches',
      'candidate_certifications',
      'candidate_educations',
      'candidate_emails',
      'candidate_experiences',
      'candidate_languages',
      'candidate_phones',
      'candidate_profiles',
      'candidate_skills',
      'candidate_tags',
      'embeddings',
      'external_ids',
      'idempotency_keys',
      'job_skills',
      'matches',
      'pipeline_stages',
      'tasks',
      'webhook_bundles',
    ])
    const kept = ['events', 'file_accesses', 'job_history']
    for (const table of kept) expect([table, privileges[table]]).toEqual([table, ['select', 'insert']])
  })

  test('reaches no queue', async () => {
    const { rows } = await superuser.query(
      `select has_schema_privilege('ats_app', 'bullmq', 'usage') as uses`,
    )
    expect(rows).toEqual([{ uses: false }])
  })
})

describe('ats_system', () => {
  const GRANTS: Record<string, Privilege[]> = {
    anonymous_idempotency_keys: ['select', 'insert', 'update', 'delete'],
    api_keys: ['select', 'update'],
    chores: ['select', 'insert', 'update'],
    // Which tenants have models of their own, and how many vectors of which.
    embedding_models: ['select'],
    embeddings: ['select'],
    event_counters: ['select', 'insert', 'update'],
    // To tell of a change of the tenant's own row, or of a person's name in all their tenants.
    events: ['select', 'insert', 'update', 'delete'],
    idempotency_keys: ['select', 'delete'],
    llm_reservations: ['select', 'delete'],
    memberships: ['select', 'insert', 'update'],
    notifications: ['select', 'delete'],
    refresh_tokens: ['select', 'insert', 'update', 'delete'],
    schema_migrations: ['select'],
    sessions: ['select', 'insert', 'update', 'delete'],
    tasks: ['select', 'insert', 'update', 'delete'],
    tenants: ['select', 'insert', 'update', 'delete'],
    users: ['select', 'insert', 'update', 'delete'],
    vector_indexes: ['select', 'insert', 'update', 'delete'],
    // Whose they are and whether they are gone: tested below.
    webhook_endpoints: ['select'],
  }

  test('has these rights and no others: a new one is a decision', async () => {
    expect(await privilegesOf(superuser, 'ats_system', allTables)).toEqual(GRANTS)
  })

  test('sees nothing of what tenants keep', async () => {
    for (const table of tenantTables.filter((name) => !GRANTS[name])) {
      expect([table, await refused('system', `select * from ${table}`)]).toEqual([table, DENIED])
      expect([table, await refused('system', `select * from ${table}`, own)]).toEqual([table, DENIED])
    }
    expect(await refused('system', `select app.search_jobs('${own}', 'x', 1)`, own)).toBe(DENIED)
  })

  test('counts vectors, and sees none of them, nor whose they are', async () => {
    expect(await refused('system', 'select tenant_id, subject, model from embeddings')).toBe(
      'nothing was refused',
    )
    expect(await refused('system', 'select subject_id from embeddings')).toBe(DENIED)
    expect(await refused('system', 'select embedding from embeddings')).toBe(DENIED)
    expect(await refused('system', 'select key from embedding_models')).toBe(DENIED)
  })

  test('sees which tenants have webhooks, and nothing of what they are', async () => {
    expect(await refused('system', 'select tenant_id from webhook_endpoints')).toBe('nothing was refused')
    expect(await refused('system', 'select secret_sealed from webhook_endpoints')).toBe(DENIED)
    expect(await refused('system', 'select url from webhook_endpoints', own)).toBe(DENIED)
  })
})

describe('ats_queue', () => {
  test('has its own schema and no table of the product', async () => {
    expect(await privilegesOf(superuser, 'ats_queue', allTables)).toEqual({})
    expect(
      await refused('queue', 'create table bullmq.mine (); insert into bullmq.mine default values'),
    ).toBe('nothing was refused')
    expect(await refused('queue', 'select * from public.jobs', own)).toBe(DENIED)
  })
})

describe('ats_readonly', () => {
  test('reads one tenant at a time', async () => {
    expect(await as('readonly', 'select tenant_id from pipelines', own)).toEqual([{ tenant_id: own }])
    expect(await as('readonly', 'select tenant_id from pipelines')).toEqual([])
  })

  test('writes nothing, and reads nothing of people’s log-ins and answers about themselves', async () => {
    const readable = tenantTables.filter((name) => name !== 'self_identifications')
    const privileges = await privilegesOf(superuser, 'ats_readonly', allTables)
    expect(privileges).toEqual(
      Object.fromEntries([...readable, 'schema_migrations'].map((name) => [name, ['select']])),
    )
    expect(await refused('readonly', `update pipelines set name = 'y'`, own)).toBe(DENIED)
  })
})

describe('ats_backup', () => {
  test('reads everything and writes nothing', async () => {
    const privileges = await privilegesOf(superuser, 'ats_backup', allTables)
    expect(privileges).toEqual(Object.fromEntries(allTables.map((name) => [name, ['select']])))
    const seen = await as(
      'backup',
      `select tenant_id from pipelines where tenant_id in ('${own}', '${foreign}')`,
    )
    expect(seen).toHaveLength(2)
    expect(await refused('backup', `delete from pipelines`)).toBe(DENIED)
  })
})

describe('ats_owner', () => {
  test('sees no tenant’s rows in its own tables', async () => {
    expect(await as('owner', 'select tenant_id from pipelines', own)).toEqual([])
    expect(
      await refused('owner', `insert into pipelines values ('${own}', '${newId()}', 'x', false, now())`, own),
    ).toBe(DENIED)
  })
})

test.skipIf(stack.kind === 'embedded')(
  'a log-in is in one group only, also after it was in another (the embedded engine has no log-ins)',
  async () => {
    await superuser.query(`grant ats_system to ${loginOf('app')}`)
    const urls = {
      app: `postgres://${loginOf('app')}:new@host/db`,
      system: `postgres://${loginOf('system')}:new@host/db`,
    }
    const client = await superuser.connect()
    await ensureLogins(client, urls)
    client.release()
    const { rows } = await superuser.query(
      `select array(select g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid) as groups,
       rolconfig as settings from pg_roles r where rolname = $1`,
      [loginOf('app')],
    )
    expect(rows[0].groups).toEqual(['ats_app'])
    expect(rows[0].settings.map((line: string) => line.toLowerCase())).toContain('timezone=utc')
  },
)
