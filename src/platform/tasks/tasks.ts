import type { z } from 'zod'
import type { AppContext } from '#src/context.ts'
import type { Actor } from '#src/db/schema/events.ts'
import type { TenantScope } from '#src/db/scope.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { Signal } from '#src/lib/signal.ts'
import { insertTask } from './tasks.repo.ts'

/** Queues are lanes: work in one does not wait for work in another. */
export type Queue = 'parsing' | 'matching' | 'webhooks' | 'default'

/** What a handler knows: the tenant its transactions run in, as the product itself. */
export interface TaskContext extends TenantScope {
  readonly app: AppContext
  readonly actor: Actor
  readonly task: { id: string; attempt: number }
  /** Ends when the time-out is reached or the process stops. */
  readonly signal: AbortSignal
}

/** Background work. Running it twice must have the effect of once: a process may die between effect and receipt. */
export interface TaskDefinition<P extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly queue: Queue
  readonly payload: P
  /** Attempts before the task is dead and waits for a person. */
  readonly attempts: number
  /** Seconds to wait before the attempt after `attempt` (1-based) failed ones. */
  readonly backoffSeconds: (attempt: number) => number
  readonly timeoutMs: number
  handler(context: TaskContext, payload: z.output<P>): Promise<TaskOutcome>
  /** What to leave behind when the last attempt failed. */
  onDead?(context: TaskContext, payload: z.output<P>, error: Error): Promise<void>
}

/** Done, or not yet: try again at that time without counting as a failure. */
export type TaskOutcome = { retryAt: Date } | undefined

export function defineTask<P extends z.ZodType>(definition: TaskDefinition<P>): TaskDefinition<P> {
  return definition
}

/** 10 s, 30 s, 90 s … at most an hour. */
export const exponentialBackoff = (attempt: number): number => Math.min(3600, 10 * 3 ** (attempt - 1))

/** A fact that starts a task: for each such event the relay writes a row of it, in the same transaction. */
export interface Subscription {
  /** Event types, or `*` for all. */
  readonly events: readonly string[]
  readonly task: TaskDefinition
  /** The task's payload for an event; undefined when this one needs no work. */
  payload(event: RelayedEvent): unknown
}

export interface RelayedEvent {
  tenantId: string
  id: string
  type: string
  resourceId: string
  payload: Record<string, unknown>
  requestId: string
}

/** Writes a task along with the transaction's commit. */
export function enqueue<P extends z.ZodType>(
  tx: TenantTx,
  context: { requestId: string; db: { outbox: Signal } },
  definition: Pick<TaskDefinition<P>, 'name' | 'payload'>,
  payload: z.input<P>,
): void {
  insertTask(tx, {
    name: definition.name,
    payload: definition.payload.parse(payload),
    requestId: context.requestId,
  })
  tx.onCommit(() => context.db.outbox.fire())
}
