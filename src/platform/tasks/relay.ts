import type { AppContext } from '#src/context.ts'
import { withSystem } from '#src/db/system.ts'
import {
  dueTasks,
  insertOwedTasks,
  lockRelay,
  markSent,
  type OwedTask,
  sequenceEvents,
  type WaitingEvent,
  waitingEvents,
} from './relay.repo.ts'
import type { Subscription, TaskDefinition } from './tasks.ts'

/** What carries a task's id to a worker. It may carry one twice, and losing one is mended from the database. */
export interface Transport {
  send(tasks: TaskTicket[]): Promise<void>
}

export interface TaskTicket {
  /** The same until the task is put off: a transport that still holds it drops the repetition. */
  key: string
  queue: string
  tenantId: string
  taskId: string
}

export interface RelayDeps {
  context: Pick<AppContext, 'db' | 'clock'>
  tasks: ReadonlyMap<string, TaskDefinition>
  subscriptions: readonly Subscription[]
  transport: Transport
}

const BATCH = 500
/** A task that a queue has held for longer is sent again; above the longest time-out of any task. */
const LOST_AFTER_MS = 5 * 60_000

/**
 * Moves what was committed on its way: events get their place in their tenant's order and become the tasks of their
 * subscribers in one transaction; then due tasks are handed to the transport. Resolves to how many of both it moved.
 * `tenant` narrows it to one tenant, for tests that share a database.
 */
export async function relayOnce(deps: RelayDeps, tenant: string | null = null): Promise<number> {
  return (await relayEvents(deps, tenant)) + (await sendDueTasks(deps, tenant))
}

function relayEvents(
  { context, subscriptions }: Omit<RelayDeps, 'transport'>,
  tenant: string | null,
): Promise<number> {
  return withSystem(context, 'relay', async (tx) => {
    if (!(await lockRelay(tx))) return 0
    const waiting = await waitingEvents(tx, BATCH, tenant)
    for (const [tenantId, events] of Map.groupBy(waiting, (event) => event.tenantId)) {
      await sequenceEvents(
        tx,
        tenantId,
        events.map((event) => event.id),
      )
    }
    insertOwedTasks(
      tx,
      waiting.flatMap((event) => owedFor(event, subscriptions)),
    )
    return waiting.length
  })
}

function owedFor(event: WaitingEvent, subscriptions: readonly Subscription[]): OwedTask[] {
  return subscriptions.flatMap(({ events, task, payload }) => {
    if (!events.includes('*') && !events.includes(event.type)) return []
    const owed = payload(event)
    if (owed === undefined) return []
    return [
      {
        tenantId: event.tenantId,
        name: task.name,
        payload: task.payload.parse(owed),
        requestId: event.requestId,
      },
    ]
  })
}

async function sendDueTasks(
  { context, tasks, transport }: RelayDeps,
  tenant: string | null,
): Promise<number> {
  const due = await withSystem(context, 'relay', (tx) =>
    dueTasks(tx, new Date(tx.now.getTime() - LOST_AFTER_MS), BATCH, tenant),
  )
  if (due.length === 0) return 0
  await transport.send(
    due.map((row) => ({
      key: `ob-${row.id}-${row.runAt.getTime()}`,
      queue: tasks.get(row.name)?.queue ?? 'default',
      tenantId: row.tenantId,
      taskId: row.id,
    })),
  )
  // After the sending: a crash in between sends the same keys again.
  await withSystem(context, 'relay', async (tx) => markSent(tx, due))
  return due.length
}
