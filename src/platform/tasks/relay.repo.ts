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
   where relayed_at is null and ($1::uuid is null or tenant_id = $1::uuid) order by id limit $2`,
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

/** Gives the events of one tenant the next places in its order, as they stand in `ids`. */
export async function sequenceEvents(tx: SystemTx, tenant: string, ids: string[]): Promise<void> {
  const counter = await tx.first(countStatement, { tenant, count: ids.length })
  if (!counter) throw new Error('an event counter answered nothing')
  await tx.run(sequenceStatement, {
    tenant,
    before: counter.last - ids.length,
    ids: arrayLiteral(ids),
    now: tx.now,
  })
}

const taskStatement = written(
  `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at)
   select t.tenant_id, t.id, t.name, t.payload, $6, t.request_id, $6
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::uuid[]) as t(tenant_id, id, name, payload, request_id)`,
  ['tenants', 'ids', 'names', 'payloads', 'requests', 'now'],
  {},
)

export interface OwedTask {
  tenantId: string
  name: string
  payload: unknown
  requestId: string
}

export function insertOwedTasks(tx: SystemTx, owed: OwedTask[]): void {
  if (owed.length === 0) return
  tx.defer(taskStatement, {
    tenants: arrayLiteral(owed.map((task) => task.tenantId)),
    ids: arrayLiteral(owed.map(newId)),
    names: arrayLiteral(owed.map((task) => task.name)),
    payloads: arrayLiteral(owed.map((task) => JSON.stringify(task.payload))),
    requests: arrayLiteral(owed.map((task) => task.requestId)),
    now: tx.now,
  })
}

const dueStatement = written<DueRow>(
  `select tenant_id, id, name, run_at from tasks
   where state = 'pending' and run_at <= $1::timestamptz and (sent_at is null or sent_at < $2::timestamptz)
     and ($4::uuid is null or tenant_id = $4::uuid)
   order by run_at, id limit $3`,
  ['now', 'lostBefore', 'limit', 'tenant'],
  { tenantId: text, id: text, name: text, runAt: time },
)

/** Tasks whose time has come and that no queue holds, or held too long to be believed. */
export const dueTasks = (
  tx: SystemTx,
  lostBefore: Date,
  limit: number,
  tenant: string | null,
): Promise<DueRow[]> => tx.all(dueStatement, { now: tx.now, lostBefore, limit, tenant })

const sentStatement = written(
  `update tasks t set sent_at = $3::timestamptz from unnest($1::uuid[], $2::uuid[]) as v(tenant_id, id)
   where t.tenant_id = v.tenant_id and t.id = v.id`,
  ['tenants', 'ids', 'now'],
  {},
)

export function markSent(tx: SystemTx, rows: DueRow[]): void {
  tx.defer(sentStatement, {
    tenants: arrayLiteral(rows.map((row) => row.tenantId)),
    ids: arrayLiteral(rows.map((row) => row.id)),
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
