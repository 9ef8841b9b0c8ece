import { and, eq, sql } from 'drizzle-orm'
import { tasks } from '#src/db/schema/events.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export interface DueTask {
  id: string
  name: string
  payload: unknown
  attempts: number
  runAt: Date
  requestId: string
}

const insertion = () =>
  query.insert(tasks).values({
    tenantId: sql.placeholder('tenantId'),
    id: sql.placeholder('id'),
    name: sql.placeholder('name'),
    payload: sql.placeholder('payload'),
    state: 'pending',
    attempts: 0,
    runAt: sql.placeholder('now'),
    requestId: sql.placeholder('requestId'),
    createdAt: sql.placeholder('now'),
  })

interface NewTask {
  id: string
  name: string
  payload: unknown
  requestId: string
}

const insertStatement = prepared(insertion())

export function insertTask(tx: TenantTx, task: NewTask): void {
  tx.defer(insertStatement, { ...task, now: tx.now })
}

// Its time always changes, which is how a run under way notices. One that failed keeps waiting for its next attempt.
const wakeStatement = prepared(
  insertion().onConflictDoUpdate({
    target: [tasks.tenantId, tasks.id],
    set: {
      state: 'pending',
      attempts: sql`case when ${tasks.state} = 'dead' then 0 else ${tasks.attempts} end`,
      runAt: sql`case when ${tasks.runAt} = excluded.run_at or (${tasks.state} = 'pending' and ${tasks.attempts} > 0)
        then ${tasks.runAt} + interval '1 millisecond' else excluded.run_at end`,
      sentAt: null,
    },
  }),
)

/** Writes a task, or makes the one of this id due. */
export function wakeTask(tx: TenantTx, task: NewTask): void {
  tx.defer(wakeStatement, { ...task, now: tx.now })
}

const own = and(eq(tasks.tenantId, sql.placeholder('tenantId')), eq(tasks.id, sql.placeholder('id')))

const findStatement = prepared<DueTask>(
  query
    .select({
      id: tasks.id,
      name: tasks.name,
      payload: tasks.payload,
      attempts: tasks.attempts,
      runAt: tasks.runAt,
      requestId: tasks.requestId,
    })
    .from(tasks)
    .where(and(own, eq(tasks.state, 'pending'))),
)

/** Undefined when the work was done already: a queue may deliver the same id twice. */
export const findPendingTask = (tx: TenantTx, id: string): Promise<DueTask | undefined> =>
  tx.first(findStatement, { id })

/** Not if it was woken or put off since it was found: then it is to run again. */
const untouched = and(own, eq(tasks.runAt, sql.placeholder('foundAt')))

const removeStatement = prepared(query.delete(tasks).where(untouched))

export function removeTask(tx: TenantTx, { id, runAt }: DueTask): void {
  tx.defer(removeStatement, { id, foundAt: runAt })
}

const postponeStatement = prepared(
  query
    .update(tasks)
    .set({
      state: sql`${sql.placeholder('state')}`,
      attempts: sql`${sql.placeholder('attempts')}::integer`,
      runAt: sql`${sql.placeholder('runAt')}::timestamptz`,
      lastError: sql`${sql.placeholder('lastError')}`,
      sentAt: null,
    })
    .where(untouched),
)

export interface Postponement {
  state: 'pending' | 'dead'
  attempts: number
  runAt: Date
  lastError: string | null
}

export function postponeTask(tx: TenantTx, { id, runAt }: DueTask, change: Postponement): void {
  tx.defer(postponeStatement, { ...change, id, foundAt: runAt })
}
