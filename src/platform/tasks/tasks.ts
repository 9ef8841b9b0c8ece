import type { z } from 'zod'
import type { Config } from '#src/config/config.ts'
import type { AppContext } from '#src/context.ts'
import type { Actor } from '#src/db/schema/events.ts'
import type { TenantScope } from '#src/db/scope.ts'
import type { SystemTx } from '#src/db/system.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { idOf, newId } from '#src/lib/ids.ts'
import type { Signal } from '#src/lib/signal.ts'
import { insertTask, wakeTask } from './tasks.repo.ts'

/** Queues are lanes: work in one does not wait for work in another. */
export type Queue = 'parsing' | 'matching' | 'webhooks' | 'default'

/** What a handler knows: the tenant its transactions run in, as the product itself. */
export interface TaskContext extends TenantScope {
  readonly app: AppContext
  readonly actor: Actor
  readonly task: OwnTask
  /** Ends when the time-out is reached or the process stops. */
  readonly signal: AbortSignal
}

/** The task that a handler runs for. */
export interface OwnTask {
  readonly id: string
  /** 1 at the first. */
  readonly attempt: number
  /** Writes the receipt along with the effects of `tx`, the handler's last transaction, rather than in one of its own. */
  finishWith(tx: TenantTx): void
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
  /**
   * Of work that is owed once, however often it is asked for: of each key there is one task, and enqueueing it again
   * makes it due now. A run that is under way then is followed by another one.
   */
  key?(payload: z.output<P>): string
  /** Makes one task of those that several events of a tenant owe. */
  merge?(payloads: z.output<P>[]): z.output<P>
  handler(context: TaskContext, payload: z.output<P>): Promise<TaskOutcome>
  /** What to leave behind when the last attempt failed. */
  onDead?(context: TaskContext, payload: z.output<P>, error: Error): Promise<void>
}

/** Done, or not yet: try again at that time. Neither is a failure, and failures before it are forgiven. */
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
  /** Which of these tenants have anybody to hear of events; without it, all of them do. */
  heardBy?(tx: SystemTx, tenants: string[], config: Config): Promise<ReadonlySet<string>>
}

export interface RelayedEvent {
  tenantId: string
  id: string
  type: string
  resourceId: string
  payload: Record<string, unknown>
  requestId: string
  /** Its place in the tenant's order: those that are relayed together stand one behind the other. */
  sequence: number
}

/** Writes a task along with the transaction's commit. */
export function enqueue<P extends z.ZodType>(
  tx: TenantTx,
  context: { requestId: string; db: { outbox: Signal } },
  definition: Pick<TaskDefinition<P>, 'name' | 'payload' | 'key'>,
  payload: z.input<P>,
): void {
  const parsed = definition.payload.parse(payload)
  const task = { name: definition.name, payload: parsed, requestId: context.requestId }
  if (definition.key) wakeTask(tx, { ...task, id: idOf(`${task.name}:${definition.key(parsed)}`) })
  else insertTask(tx, { ...task, id: newId() })
  tx.onCommit(() => context.db.outbox.fire())
}
