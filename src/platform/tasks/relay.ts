import type { AppContext } from '#src/context.ts'
import { readSystemOnce, type SystemTx, withSystem } from '#src/db/system.ts'
import {
  type DueRow,
  dueTasks,
  insertOwedTasks,
  lockRelay,
  lostTasks,
  markSent,
  type OwedTask,
  sequenceEvents,
  waitingEvents,
} from './relay.repo.ts'
import type { RelayedEvent, Subscription, TaskDefinition } from './tasks.ts'

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
  context: Pick<AppContext, 'config' | 'db' | 'clock' | 'log'>
  tasks: ReadonlyMap<string, TaskDefinition>
  subscriptions: readonly Subscription[]
  transport: Transport
}

const BATCH = 500
/** Events that one task hears of. */
const MERGED = 500
/** Above the longest time-out of any task. */
const LOST_AFTER_MS = 5 * 60_000

/**
 * Moves what was committed on its way: events get their place in their tenant's order and become the tasks of their
 * subscribers in one transaction; then due tasks are handed to the transport. Resolves to how many of both it moved.
 * `tenant` narrows it to one tenant, for tests that share a database.
 */
export async function relayOnce(deps: RelayDeps, tenant: string | null = null): Promise<number> {
  return (await relayEvents(deps, tenant)) + (await sendDueTasks(deps, tenant))
}

function relayEvents(deps: RelayDeps, tenant: string | null): Promise<number> {
  return withSystem(deps.context, 'relay', async (tx) => {
    if (!(await lockRelay(tx))) return 0
    const waiting = await waitingEvents(tx, BATCH, tenant)
    if (waiting.length > 0) tx.onCommit(() => deps.context.db.relayed.fire())
    const owed: OwedTask[] = []
    const byTenant = Map.groupBy(waiting, (event) => event.tenantId)
    const subscriptions = await heardSubscriptions(tx, deps, [...byTenant.keys()])
    for (const [tenantId, unplaced] of byTenant) {
      const ids = unplaced.map((event) => event.id)
      const first = await sequenceEvents(tx, tenantId, ids)
      const events = unplaced.map((event, i) => ({ ...event, sequence: first + i }))
      for (const { subscription, isHeardBy } of subscriptions)
        if (isHeardBy(tenantId)) owed.push(...owedFor(subscription, events, deps))
    }
    insertOwedTasks(tx, owed)
    return waiting.length
  })
}

interface HeardSubscription {
  subscription: Subscription
  isHeardBy(tenant: string): boolean
}

/** Asked before any place is given: whoever begins to listen later hears of later events. */
async function heardSubscriptions(
  tx: SystemTx,
  { subscriptions, context: { config } }: RelayDeps,
  tenants: string[],
): Promise<HeardSubscription[]> {
  const heard: HeardSubscription[] = []
  for (const subscription of subscriptions) {
    const by = tenants.length > 0 ? await subscription.heardBy?.(tx, tenants, config) : undefined
    heard.push({ subscription, isHeardBy: (tenant) => by?.has(tenant) ?? true })
  }
  return heard
}

/** The tasks by which a subscriber hears of a tenant's events. */
function owedFor(subscription: Subscription, events: RelayedEvent[], deps: RelayDeps): OwedTask[] {
  const { events: types, task } = subscription
  const wanted = events.filter(({ type }) => types.includes('*') || types.includes(type))
  const owed = wanted.flatMap((event) => owedBy(subscription, event, deps) ?? [])
  return task.merge ? merged(owed, task) : owed
}

function merged(owed: OwedTask[], { merge }: TaskDefinition): OwedTask[] {
  const tasks = owed.filter(({ lastError }) => lastError !== null)
  const sound = owed.filter(({ lastError }) => lastError === null)
  for (let at = 0; at < sound.length; at += MERGED) {
    const part = sound.slice(at, at + MERGED)
    const [first] = part
    if (first) tasks.push({ ...first, payload: merge?.(part.map(({ payload }) => payload)) })
  }
  return tasks
}

/** One event that does not fit its subscriber must not keep everyone's behind it: it becomes a dead task. */
function owedBy(
  subscription: Subscription,
  event: RelayedEvent,
  { context }: RelayDeps,
): OwedTask | undefined {
  const { task } = subscription
  const owed = { tenantId: event.tenantId, name: task.name, requestId: event.requestId }
  try {
    const payload = subscription.payload(event)
    return payload === undefined
      ? undefined
      : { ...owed, payload: task.payload.parse(payload), lastError: null }
  } catch (err) {
    context.log.error({ err, event: event.id, task: task.name }, 'an event does not fit its subscriber')
    return { ...owed, payload: { event_id: event.id }, lastError: `the event ${event.type} does not fit` }
  }
}

async function sendDueTasks(deps: RelayDeps, tenant: string | null): Promise<number> {
  const due = await readSystemOnce(deps.context, 'relay', (tx) => dueTasks(tx, BATCH, tenant))
  await send(deps, due)
  return due.length
}

/** Sends again what a queue has held for too long. */
export function resendLostTasks(deps: RelayDeps): Promise<number> {
  return resendSentBefore(deps, new Date(deps.context.clock.now().getTime() - LOST_AFTER_MS))
}

/** Sends again all that a queue should hold; what it still has it drops. */
export async function resendSentBefore(deps: RelayDeps, before: Date): Promise<number> {
  let sent = 0
  for (let rows = BATCH; rows === BATCH; sent += rows) {
    const lost = await readSystemOnce(deps.context, 'relay', (tx) => lostTasks(tx, before, BATCH))
    await send(deps, lost)
    rows = lost.length
  }
  return sent
}

async function send({ context, tasks, transport }: RelayDeps, rows: DueRow[]): Promise<void> {
  if (rows.length === 0) return
  await transport.send(
    rows.map((row) => ({
      key: `ob-${row.id}-${row.runAt.getTime()}`,
      queue: tasks.get(row.name)?.queue ?? 'default',
      tenantId: row.tenantId,
      taskId: row.id,
    })),
  )
  // After the sending: a crash in between sends the same keys again.
  await withSystem(context, 'relay', async (tx) => markSent(tx, rows))
}
