import { sql } from 'drizzle-orm'
import { eventCounters } from '#src/db/schema/events.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { SystemTx } from '#src/db/system.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

export interface WaitingEvent {
  tenantId: string
  id: string
  type: string
  resourceId: string
  payload: Record<string, unknown>
  requestId: string
}

export interface DueRow {
  tenantId: string
  id: string
  name: string
  runAt: Date
}

const text = (value: string) => value
const json = (value: string) => JSON.parse(value) as Record<string, unknown>
const time = (value: string) => new Date(value)

/** One relay at a time, whichever process it runs in; released by the end of the transaction. */
const lockStatement = written<{ locked: boolean }>('select pg_try_advisory_xact_lock(7203412)', [], {
  locked: (value) => value === 't',
})

export const lockRelay = async (tx: SystemTx): Promise<boolean> =>
  (await tx.first(lockStatement))?.locked ?? false

const EVENT_COLUMNS = {
  tenantId: text,
  id: text,
  type: text,
  resourceId: text,
  payload: json,
  requestId: text,
}

const waitingStatement = written<WaitingEvent>(
  `select tenant_id, id, type, resource_id, payload, request_id from events
   where relayed_at is null and ($1::uuid is null or tenant_id = $1::uuid) order by place limit $2`,
  ['tenant', 'limit'],
  EVENT_COLUMNS,
)

export const waitingEvents = (tx: SystemTx, limit: number, tenant: string | null): Promise<WaitingEvent[]> =>
  tx.all(waitingStatement, { limit, tenant })

const countStatement = prepared(
  query
    .insert(eventCounters)
    .values({ tenantId: sql.placeholder('tenant'), lastSequence: sql.placeholder('count') })
    .onConflictDoUpdate({
      target: eventCounters.tenantId,
      set: { lastSequence: sql`${eventCounters.lastSequence} + excluded.last_sequence` },
    })
    .returning({ last: eventCounters.lastSequence }),
)

const sequenceStatement = written(
  `update events e set sequence = $2::bigint + v.place, relayed_at = $4::timestamptz
   from unnest($3::uuid[]) with ordinality as v(id, place)
   where e.tenant_id = $1::uuid and e.id = v.id`,
  ['tenant', 'before', 'ids', 'now'],
  {},
)

/** Gives the events of one tenant the next places in its order, as they stand in `ids`. Resolves to the first one's. */
export async function sequenceEvents(tx: SystemTx, tenant: string, ids: string[]): Promise<number> {
  const counter = await tx.first(countStatement, { tenant, count: ids.length })
  if (!counter) throw new Error('an event counter answered nothing')
  const before = counter.last - ids.length
  tx.defer(sequenceStatement, { tenant, before, ids: arrayLiteral(ids), now: tx.now })
  return before + 1
}

const placesStatement = written<{ tenantId: string; last: number }>(
  'select tenant_id, last_sequence from event_counters where tenant_id = any($1::uuid[])',
  ['tenants'],
  { tenantId: text, last: Number },
)

/** How far the order of each tenant goes. */
export const lastPlaces = (tx: SystemTx, tenants: string[]) =>
  tx.all(placesStatement, { tenants: arrayLiteral(tenants) })

const taskStatement = written(
  `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at, state, last_error)
   select t.tenant_id, t.id, t.name, t.payload, $7, t.request_id, $7,
     case when t.last_error is null then 'pending' else 'dead' end, t.last_error
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::uuid[], $6::text[])
     as t(tenant_id, id, name, payload, request_id, last_error)`,
  ['tenants', 'ids', 'names', 'payloads', 'requests', 'errors', 'now'],
  {},
)

export interface OwedTask {
  tenantId: string
  name: string
  payload: unknown
  requestId: string
  /** Why it can never run: it is written down as dead, for a person to look at. */
  lastError: string | null
}

export function insertOwedTasks(tx: SystemTx, owed: OwedTask[]): void {
  if (owed.length === 0) return
  tx.defer(taskStatement, {
    tenants: arrayLiteral(owed.map((task) => task.tenantId)),
    ids: arrayLiteral(owed.map(newId)),
    names: arrayLiteral(owed.map((task) => task.name)),
    payloads: arrayLiteral(owed.map((task) => JSON.stringify(task.payload))),
    requests: arrayLiteral(owed.map((task) => task.requestId)),
    errors: arrayLiteral(owed.map((task) => task.lastError)),
    now: tx.now,
  })
}

const dueColumns = { tenantId: text, id: text, name: text, runAt: time }

const dueStatement = written<DueRow>(
  `select tenant_id, id, name, run_at from tasks
   where state = 'pending' and sent_at is null and run_at <= $1::timestamptz
     and ($3::uuid is null or tenant_id = $3::uuid)
   order by run_at, id limit $2`,
  ['now', 'limit', 'tenant'],
  dueColumns,
)

/** Tasks whose time has come and that no queue holds. */
export const dueTasks = (tx: SystemTx, limit: number, tenant: string | null): Promise<DueRow[]> =>
  tx.all(dueStatement, { now: tx.now, limit, tenant })

const lostStatement = written<DueRow>(
  `select tenant_id, id, name, run_at from tasks
   where state = 'pending' and sent_at < $1::timestamptz order by sent_at, id limit $2`,
  ['before', 'limit'],
  dueColumns,
)

/** Tasks that were sent before a moment and are not done. */
export const lostTasks = (tx: SystemTx, before: Date, limit: number): Promise<DueRow[]> =>
  tx.all(lostStatement, { before, limit })

const sentStatement = written(
  `update tasks t set sent_at = $4::timestamptz
   from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as v(tenant_id, id, run_at)
   where t.tenant_id = v.tenant_id and t.id = v.id and t.run_at = v.run_at`,
  ['tenants', 'ids', 'runs', 'now'],
  {},
)

/** But for those that a worker has already put off again. */
export function markSent(tx: SystemTx, rows: DueRow[]): void {
  tx.defer(sentStatement, {
    tenants: arrayLiteral(rows.map((row) => row.tenantId)),
    ids: arrayLiteral(rows.map((row) => row.id)),
    runs: arrayLiteral(rows.map((row) => row.runAt.toISOString())),
    now: tx.now,
  })
}

const forgetStatement = written(
  "update tasks set sent_at = null where state = 'pending' and sent_at is not null",
  [],
  {},
)

/** After a crash of the only worker there is: what its queue held is owed again. */
export const forgetSent = (tx: SystemTx): Promise<number> => tx.run(forgetStatement)
