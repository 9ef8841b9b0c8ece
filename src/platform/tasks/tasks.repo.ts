import { and, eq, sql } from 'drizzle-orm'
import { tasks } from '#src/db/schema/events.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'

export interface DueTask {
  id: string
  name: string
  payload: unknown
  attempts: number
  requestId: string
}

const insertStatement = prepared(
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
  }),
)

export function insertTask(tx: TenantTx, task: { name: string; payload: unknown; requestId: string }): void {
  tx.defer(insertStatement, { ...task, id: newId(), now: tx.now })
}

const own = and(eq(tasks.tenantId, sql.placeholder('tenantId')), eq(tasks.id, sql.placeholder('id')))

const findStatement = prepared<DueTask>(
  query
    .select({
      id: tasks.id,
      name: tasks.name,
      payload: tasks.payload,
      attempts: tasks.attempts,
      requestId: tasks.requestId,
    })
    .from(tasks)
    .where(and(own, eq(tasks.state, 'pending'))),
)

/** Undefined when the work was done already: a queue may deliver the same id twice. */
export const findPendingTask = (tx: TenantTx, id: string): Promise<DueTask | undefined> =>
  tx.first(findStatement, { id })

const removeStatement = prepared(query.delete(tasks).where(own))

export const removeTask = (tx: TenantTx, id: string): Promise<number> => tx.run(removeStatement, { id })

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
    .where(own),
)

export interface Postponement {
  id: string
  state: 'pending' | 'dead'
  attempts: number
  runAt: Date
  lastError: string | null
}

export const postponeTask = (tx: TenantTx, change: Postponement): Promise<number> =>
  tx.run(postponeStatement, { ...change })
