import './loopback-only.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { afterAll, inject } from 'vitest'
import { buildApp } from '#src/app.ts'
import { deriveConfig } from '#src/config/config.ts'
import { readEnv } from '#src/config/env.ts'
import type { AppContext } from '#src/context.ts'
import { createContext } from '#src/create-context.ts'
import type { Database } from '#src/db/database.ts'
import type { Role } from '#src/db/schema/identity.ts'
import { newId } from '#src/lib/ids.ts'
import { Signal } from '#src/lib/signal.ts'
import { subscriptions, tasks } from '#src/modules/registry.ts'
import { type RelayDeps, relayOnce, type TaskTicket } from '#src/platform/tasks/relay.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { type CheckAnswer, Client } from './client.ts'
import { TestClock } from './clock.ts'
import { checkAgainstContract } from './contract-check.ts'
import type { TestStack } from './global-setup.ts'
import { type MemoryMailer, memoryMailer } from './memory-mailer.ts'

export interface TestApi {
  context: AppContext
  clock: TestClock
  /** Every mail that was sent. */
  mailer: MemoryMailer
  /** A caller without a token. */
  anonymous: Client
  /** Signs a tenant up. */
  tenant(): Promise<TestTenant>
  /** Lines the product has logged, for tests of what must never be there. */
  logged(): string
  /** Sees and writes everything, past row-level security: for looking, and for states the API cannot make. */
  sql<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>
}

/** Who hears of events, when it is not the product. */
export type Told = Partial<Pick<RelayDeps, 'tasks' | 'subscriptions'>>

export interface TestTenant {
  id: string
  slug: string
  user: { id: string; email: string; password: string }
  admin: Client
  member(role: Role): Promise<Client & { userId: string }>
  key(scopes: string[]): Promise<Client>
  /** Hands out this tenant's events and due tasks until none of them waits; the tickets of the tasks. */
  relay(told?: Told): Promise<TaskTicket[]>
  /** Relays this tenant's events and runs its due tasks until nothing is due. */
  drain(): Promise<void>
}

type Relayed = Pick<TestApi, 'context' | 'sql'>

const PASSWORD = 'correct horse battery'

/** The API over this run's database, with a clock of its own. Called once a file, at the top; closes itself. */
export async function testApi(
  env: Record<string, string> = {},
  parts: Pick<Partial<AppContext>, 'onnx'> = {},
): Promise<TestApi> {
  const stack = inject('stack')
  const dataDir = await mkdtemp(join(tmpdir(), 'shortlist-test-'))
  const clock = new TestClock()
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
  const db = openPools(stack)
  const config = deriveConfig(
    readEnv({ ...TEST_ENV, DATA_DIR: dataDir, ...(stack.redisUrl && { REDIS_URL: stack.redisUrl }), ...env }),
  )
  const mailer = memoryMailer()
  const context = await createContext(config, { db, clock, log, mailer, ...parts })
  const app = buildApp(context)
  await app.ready()
  const inspector = new pg.Pool({ connectionString: stack.superUrl, max: 2 })
  afterAll(async () => {
    await app.close()
    await context.close()
    await Promise.all([db.close(), inspector.end()])
    await rm(dataDir, { recursive: true, force: true })
  })
  const sql: TestApi['sql'] = async (text, values) => (await inspector.query(text, values)).rows
  const check = checkAgainstContract
  const anonymous = new Client(app, check)
  return {
    context,
    clock,
    mailer,
    anonymous,
    sql,
    logged: () => lines.join(''),
    tenant: () => signUp({ app, check, context, anonymous, sql }),
  }
}

const TEST_ENV = {
  RATE_LIMITS: 'requests=100000/60,signup=100000/60,login=100000/60',
  ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1',
}

function openPools({ kind, appUrl, systemUrl, superUrl }: TestStack): Database {
  const pool = (connectionString: string, max: number) => {
    const made = new pg.Pool({ connectionString, max })
    made.on('error', () => {})
    return made
  }
  const app = pool(appUrl, 10)
  const system = pool(systemUrl, 4)
  const owner = pool(asOwner(superUrl), 1)
  const close = async () => {
    await Promise.all([app.end(), system.end(), owner.end()])
  }
  const signals = { outbox: new Signal(), relayed: new Signal() }
  return { app, system, owner, queue: undefined, prepared: kind !== 'bouncer', ...signals, close }
}

function asOwner(superUrl: string): string {
  const url = new URL(superUrl)
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c role=ats_owner`)
  return url.href
}

interface Making {
  app: ConstructorParameters<typeof Client>[0]
  check: CheckAnswer
  context: AppContext
  anonymous: Client
  sql: TestApi['sql']
}

async function signUp(making: Making): Promise<TestTenant> {
  const { app, check, context, anonymous, sql } = making
  const slug = `t-${newId().slice(-12)}`
  const email = `admin@${slug}.example`
  const user = { email, password: PASSWORD, full_name: 'Ada Admin' }
  const { status, body } = await anonymous.post('/v1/signup', { tenant: { name: slug, slug }, user })
  if (status !== 201) throw new Error(`sign-up answered ${status}: ${JSON.stringify(body)}`)
  const admin = new Client(app, check, bearer(body.access_token))
  const tenantId: string = body.tenant.id
  return {
    id: tenantId,
    slug,
    user: { id: body.user.id, email, password: PASSWORD },
    admin,
    member: (role) => addMember(making, { tenantId, slug, role }),
    key: async (scopes) => {
      const made = await admin.post('/v1/api-keys', { name: 'test', scopes })
      if (made.status !== 201) throw new Error(`the key was refused: ${made.text}`)
      return new Client(app, check, bearer(made.body.key))
    },
    relay: (told) => relay({ context, sql }, tenantId, told),
    drain: () => drain({ context, sql }, tenantId),
  }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** A user with a role, made in the tables: invitations are not what the caller tests. The password is the admin's. */
async function addMember(
  { app, check, anonymous, sql }: Making,
  at: { tenantId: string; slug: string; role: Role },
) {
  const userId = newId()
  const email = `${at.role}-${userId.slice(-12)}@${at.slug}.example`
  await sql(
    `with admin as (select u.password_hash from users u join memberships m on m.user_id = u.id where m.tenant_id = $4 limit 1),
     made as (insert into users (id, email, full_name, password_hash, status, failed_logins, created_at, updated_at)
       select $1, $2, $3, password_hash, 'active', 0, now(), now() from admin returning id)
     insert into memberships (tenant_id, id, user_id, role, email, full_name, status, version, created_at, updated_at)
       select $4, $5, id, $6, $2, $3, 'active', 1, now(), now() from made`,
    [userId, email, `Mel ${at.role}`, at.tenantId, newId(), at.role],
  )
  const { body } = await anonymous.post('/v1/auth/login', { email, password: PASSWORD })
  return Object.assign(new Client(app, check, bearer(body.access_token)), { userId })
}

async function relay(app: Relayed, tenantId: string, told: Told = {}): Promise<TaskTicket[]> {
  const tickets: TaskTicket[] = []
  const transport = { send: async (sent: TaskTicket[]) => void tickets.push(...sent) }
  const deps = { context: app.context, tasks, subscriptions, transport, ...told }
  // Another file's relay, or an open transaction of any, may hold events back for a moment.
  while ((await relayOnce(deps, tenantId)) > 0 || (await somethingWaits(app.sql, tenantId)));
  return tickets
}

/** What the relay loop and the workers do, by call and for one tenant. */
async function drain(app: Relayed, tenantId: string): Promise<void> {
  for (let round = 0; round < 1000; round++) {
    const tickets = await relay(app, tenantId)
    if (tickets.length === 0) return
    for (const ticket of tickets) await runTask(app.context, tasks, ticket)
  }
  throw new Error('the tasks of a tenant do not come to an end')
}

async function somethingWaits(sql: TestApi['sql'], tenantId: string): Promise<boolean> {
  const [row] = await sql<{ waits: boolean }>(
    'select exists (select from events where tenant_id = $1 and relayed_at is null) as waits',
    [tenantId],
  )
  return row?.waits ?? false
}
