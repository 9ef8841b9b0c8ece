import type { AppContext } from '#src/context.ts'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import { type DueTask, findPendingTask, postponeTask, removeTask } from './tasks.repo.ts'
import type { TaskContext, TaskDefinition, TaskOutcome } from './tasks.ts'

export interface TaskRef {
  tenantId: string
  taskId: string
}

/** How a run ended; `gone` when the work was done before. */
export type RunResult = 'done' | 'postponed' | 'dead' | 'gone'

/** Runs one task to its receipt. Never rejects for a failing handler: that is written down and tried again. */
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
  const context: TaskContext = {
    ...scope,
    requestId: found.requestId,
    app,
    actor: { type: 'system', id: null },
    task: { id: found.id, attempt: found.attempts + 1 },
    signal: stop ? AbortSignal.any([timeout, stop]) : timeout,
  }
  if (!definition) return bury(context, found, undefined, new Error(`no task is called ${found.name}`))
  return attempt(context, found, definition, stop)
}

async function attempt(
  context: TaskContext,
  found: DueTask,
  definition: TaskDefinition,
  stop: AbortSignal | undefined,
): Promise<RunResult> {
  try {
    const payload = definition.payload.parse(found.payload)
    const outcome = await untilAborted(definition.handler(context, payload), context.signal)
    return await (outcome ? postpone(context, found, outcome.retryAt) : finish(context))
  } catch (error) {
    // The process stops: that is nobody's failure, and another one goes on with it at once.
    if (stop?.aborted) return postpone(context, found, context.clock.now())
    const attempts = found.attempts + 1
    context.app.log.warn({ err: error, task: found.name, taskId: found.id, attempts }, 'a task failed')
    if (attempts >= definition.attempts) return bury(context, found, definition, error as Error)
    const runAt = new Date(context.clock.now().getTime() + definition.backoffSeconds(attempts) * 1000)
    await withTenant(context, (tx) =>
      postponeTask(tx, { id: found.id, state: 'pending', attempts, runAt, lastError: describe(error) }),
    )
    return 'postponed'
  }
}

async function finish(context: TaskContext): Promise<RunResult> {
  await withTenant(context, (tx) => removeTask(tx, context.task.id))
  return 'done'
}

async function postpone(context: TaskContext, { id, attempts }: DueTask, runAt: Date): Promise<RunResult> {
  await withTenant(context, (tx) =>
    postponeTask(tx, { id, state: 'pending', attempts, runAt, lastError: null }),
  )
  return 'postponed'
}

/** The last attempt failed: what the task was for hears of it, then the row stays for a person to look at. */
async function bury(
  context: TaskContext,
  found: DueTask,
  definition: TaskDefinition | undefined,
  error: Error,
): Promise<RunResult> {
  const payload = definition?.payload.safeParse(found.payload)
  if (definition?.onDead && payload?.success) await definition.onDead(context, payload.data, error)
  const change = {
    id: found.id,
    attempts: found.attempts + 1,
    runAt: context.clock.now(),
    lastError: describe(error),
  }
  await withTenant(context, (tx) => postponeTask(tx, { ...change, state: 'dead' }))
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
