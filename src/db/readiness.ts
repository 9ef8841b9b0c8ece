import type pg from 'pg'
import { type Migration, migrationStatus } from './migrations.ts'

/** The database cannot be served from as it is; the message says what to do. */
export class DatabaseNotReady extends Error {
  constructor(problems: string[], options?: ErrorOptions) {
    super(`the database is not ready:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`, options)
    this.name = 'DatabaseNotReady'
  }
}

/** @throws DatabaseNotReady for a schema that is not this code's, or a log-in that may do too much or too little */
export async function assertReady(
  pools: { app: pg.Pool; system: pg.Pool },
  migrations: Migration[],
): Promise<void> {
  const ask = async (
    pool: pg.Pool,
    variable: string,
    check: (client: pg.ClientBase) => Promise<string[]>,
  ) => {
    const client = await pool.connect().catch((cause: Error) => {
      throw new DatabaseNotReady([`${variable}: cannot connect: ${reasonOf(cause)}`], { cause })
    })
    try {
      const problems = await check(client)
      if (problems.length > 0) throw new DatabaseNotReady(problems)
    } finally {
      client.release()
    }
  }
  await ask(pools.system, 'DATABASE_SYSTEM_URL', (client) => schemaProblems(client, migrations))
  await ask(pools.app, 'DATABASE_URL', (client) => loginProblems(client, 'DATABASE_URL', 'ats_app'))
  await ask(pools.system, 'DATABASE_SYSTEM_URL', (client) =>
    loginProblems(client, 'DATABASE_SYSTEM_URL', 'ats_system'),
  )
}

/** @throws DatabaseNotReady unless the second follows the first and its log-in may do no more than it must */
export async function assertReplica({
  primary,
  replica,
}: Record<'primary' | 'replica', pg.Pool>): Promise<void> {
  const identify = async (pool: pg.Pool) => (await pool.query<Server>(SERVER)).rows[0]
  const [leader, follower] = await Promise.all([identify(primary), identify(replica)])
  const client = await replica.connect()
  try {
    const problems = await loginProblems(client, 'DATABASE_REPLICA_URL', 'ats_app')
    if (!follower?.follows || follower.id !== leader?.id)
      problems.push('DATABASE_REPLICA_URL: this server is no streaming replica of that of DATABASE_URL')
    if (problems.length > 0) throw new DatabaseNotReady(problems)
  } finally {
    client.release()
  }
}

const SERVER = 'select system_identifier::text as id, pg_is_in_recovery() as follows from pg_control_system()'

interface Server {
  id: string
  follows: boolean
}

/** A refused connection to a name of several addresses has an empty message of its own. */
const reasonOf = (error: Error & { code?: string }): string => error.message || (error.code ?? error.name)

async function schemaProblems(client: pg.ClientBase, migrations: Migration[]): Promise<string[]> {
  const { pending, problems } = await migrationStatus(client, migrations).catch(
    (error: Error & { code?: string }) => {
      if (error.code !== INSUFFICIENT_PRIVILEGE) throw error
      return {
        pending: [],
        problems: ['DATABASE_SYSTEM_URL: its log-in may not read the schema; run npm run db:logins'],
      }
    },
  )
  if (problems.length > 0 || pending.length === 0) return problems
  return [`${pending.length} migration(s) are pending; run npm run db:migrate`]
}

const INSUFFICIENT_PRIVILEGE = '42501'

const LOGIN = `select current_setting('TimeZone') as timezone, r.rolsuper or r.rolbypassrls as unbound,
  array(select g.rolname::text from pg_roles g
        where g.rolname like 'ats\\_%' and pg_has_role(r.oid, g.oid, 'member') order by 1) as groups
  from pg_roles r where r.rolname = current_user`

interface Login {
  timezone: string
  unbound: boolean
  groups: string[]
}

async function loginProblems(client: pg.ClientBase, variable: string, group: string): Promise<string[]> {
  const { rows } = await client.query<Login>(LOGIN)
  const [login] = rows
  if (!login) return [`${variable}: its log-in is unknown`]
  const problems: string[] = []
  if (login.unbound) problems.push(`${variable}: its log-in passes row-level security; use one that does not`)
  else if (login.groups.join() !== group)
    problems.push(`${variable}: its log-in must be a member of ${group} only; run npm run db:logins`)
  if (!/^(UTC|Etc\/UTC|GMT)$/.test(login.timezone)) {
    problems.push(
      `${variable}: its sessions are in ${login.timezone} and must be in UTC; run npm run db:logins`,
    )
  }
  return problems
}
