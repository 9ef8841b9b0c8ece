import type { AppContext } from '#src/context.ts'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import { type DueTask, findPendingTask, postponeTask, removeTask } from './tasks.repo.ts'
import type { OwnTask, TaskContext, TaskDefinition, TaskOutcome } from './tasks.ts'

export interface TaskRef {
  tenantId: string
  taskId: string
}

/** How a run ended; `gone` when the work was done before. */
export type RunResult = 'done' | 'postponed' | 'dead' | 'gone'

/**
 * Runs one task to its receipt. A failing handler is written down and tried again; it rejects only when the database
 * cannot take the receipt, and then the work, which has the effect of once, is run again.
 */
export async function runTask(
  app: AppContext,
  definitions: ReadonlyMap<string, TaskDefinition>,
  ref: TaskRef,
  stop?: AbortSignal,
): Promise<RunResult> {
  const scope = {
    db: app.db,
    clock: app.clock,
    tenantId: ref.tenantId,
    actorId: null,
    visibility: 'tenant',
  } as const
  const found = await readTenantOnce({ ...scope, requestId: ref.taskId }, (tx) =>
    findPendingTask(tx, ref.taskId),
  )
  if (!found) return 'gone'
  const definition = definitions.get(found.name)
  const timeout = AbortSignal.timeout(definition?.timeoutMs ?? 1000)
  const context: RunContext = {
    ...scope,
    requestId: found.requestId,
    app,
    actor: { type: 'system', id: null },
    task: ownTask(found),
    signal: stop ? AbortSignal.any([timeout, stop]) : timeout,
  }
  if (!definition) return bury(context, found, new Error(`no task is called ${found.name}`))
  return attempt(context, found, definition, stop)
}

interface RunContext extends TaskContext {
  readonly task: OwnTask & { isFinished(): boolean }
}

function ownTask(found: DueTask): RunContext['task'] {
  let finished = false
  return {
    id: found.id,
    attempt: found.attempts + 1,
    finishWith(tx) {
      removeTask(tx, found)
      tx.onCommit(() => {
        finished = true
      })
    },
    isFinished: () => finished,
  }
}

async function attempt(
  context: RunContext,
  found: DueTask,
  definition: TaskDefinition,
  stop: AbortSignal | undefined,
): Promise<RunResult> {
  let outcome: TaskOutcome
  try {
    const payload = definition.payload.parse(found.payload)
    outcome = await untilAborted(definition.handler(context, payload), context.signal)
  } catch (error) {
    // The process stops: that is nobody's failure, and another one goes on with it at once.
    if (stop?.aborted)
      return postpone(context, found, { runAt: context.clock.now(), attempts: found.attempts })
    return failed(context, found, definition, error as Error)
  }
  if (outcome) return postpone(context, found, { runAt: outcome.retryAt, attempts: 0 })
  return context.task.isFinished() ? 'done' : finish(context, found)
}

async function failed(
  context: TaskContext,
  found: DueTask,
  definition: TaskDefinition,
  error: Error,
): Promise<RunResult> {
  const attempts = found.attempts + 1
  context.app.log.warn({ err: error, task: found.name, taskId: found.id, attempts }, 'a task failed')
  if (attempts >= definition.attempts) {
    const told = await tellOfDeath(context, found, definition, error)
    if (told || attempts >= definition.attempts + TOLD_AGAIN) return bury(context, found, error)
  }
  const runAt = new Date(context.clock.now().getTime() + definition.backoffSeconds(attempts) * 1000)
  return postpone(context, found, { runAt, attempts, lastError: describe(error) })
}

async function finish(context: TaskContext, found: DueTask): Promise<RunResult> {
  await withTenant(context, async (tx) => removeTask(tx, found))
  return 'done'
}

async function postpone(
  context: TaskContext,
  found: DueTask,
  change: { runAt: Date; attempts: number; lastError?: string },
): Promise<RunResult> {
  await withTenant(context, async (tx) =>
    postponeTask(tx, found, { state: 'pending', lastError: null, ...change }),
  )
  return 'postponed'
}

/** How often more a task is tried whose death could not be told, before it is dead all the same. */
const TOLD_AGAIN = 3

/** What the task was for hears that its last attempt failed. False when it could not be told. */
async function tellOfDeath(
  context: TaskContext,
  { payload }: DueTask,
  { onDead, payload: schema }: TaskDefinition,
  error: Error,
): Promise<boolean> {
  const parsed = schema.safeParse(payload)
  if (!onDead || !parsed.success) return true
  try {
    await onDead(context, parsed.data, error)
    return true
  } catch (err) {
    context.app.log.error({ err, taskId: context.task.id }, 'a dead task could not tell of it')
    return false
  }
}

/** The row stays for a person to look at. */
async function bury(context: TaskContext, found: DueTask, error: Error): Promise<RunResult> {
  const change = {
    attempts: found.attempts + 1,
    runAt: context.clock.now(),
    lastError: describe(error),
  }
  await withTenant(context, async (tx) => postponeTask(tx, found, { ...change, state: 'dead' }))
  return 'dead'
}

/** A handler that ignores its signal does not hold its lane. */
async function untilAborted(work: Promise<TaskOutcome>, signal: AbortSignal): Promise<TaskOutcome> {
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new Error('the task took too long or the process stopped'))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort)
  }
}

const describe = (error: unknown): string => String((error as Error)?.message ?? error).slice(0, 500)
