import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import { LOWEST_ID } from '#src/lib/ids.ts'
import { failOperation, progressOperation, succeedOperation } from '#src/modules/operations/index.ts'
import { countPrimaryResumeCandidates, listPrimaryResumeCandidates } from '#src/modules/resumes/index.ts'
import { EmbeddingError } from '#src/platform/embedding/embedder.ts'
import type { TaskContext, TaskOutcome } from '#src/platform/tasks/tasks.ts'
import { embedCandidates } from './embed-candidates.ts'
import { findModel, lockModel, type ModelRow, saveIndexedTo } from './models.repo.ts'
import { changeModel } from './models.states.ts'

export interface Reindex {
  modelId: string
  operationId: string
}

/** Few enough for a fraction of the time-out, and for what a provider takes in one request. */
const PAGE = 50
/** After which the task comes back, so that it is never taken for lost. */
const RUN_MS = 120_000

/**
 * Goes on where the run before ended: how far it came stands in the row of the model. What passes, such as a provider that
 * is away, is tried again later; what does not, such as a budget at its end, fails at once and says so.
 */
export async function reindex(ctx: TaskContext, run: Reindex): Promise<TaskOutcome> {
  const until = performance.now() + RUN_MS
  let counted: Counted | undefined
  while (performance.now() < until) {
    ctx.signal.throwIfAborted()
    const model = await readTenantOnce(ctx, (tx) => findModel(tx, run.modelId))
    if (!model || !isCurrent(model, run)) return giveUp(ctx, run)
    const after = model.indexedTo ?? LOWEST_ID
    const ids = await readTenantOnce(ctx, (tx) => listPrimaryResumeCandidates(tx, after, PAGE))
    const last = ids.at(-1)
    if (last === undefined) return finish(ctx, run)
    counted ??= await countFrom(ctx, after)
    try {
      await embedCandidates(ctx, model, ids)
    } catch (error) {
      if (!(error instanceof EmbeddingError) || error.passes === 'soon') throw error
      return failReindex(ctx, run, error)
    }
    counted.done += ids.length
    await saveProgress(ctx, run, last, counted)
  }
  return { retryAt: ctx.clock.now() }
}

/** A later re-index, or a retirement, ends an earlier one. */
const isCurrent = (model: ModelRow, { operationId }: Reindex) =>
  model.operationId === operationId && model.state !== 'retired'

const giveUp = (ctx: TaskContext, { operationId }: Reindex): Promise<undefined> =>
  withTenant(ctx, async (tx) => {
    failOperation(tx, operationId, {
      code: 'embedding_model.superseded',
      detail: 'The model was retired, or is indexed anew.',
    })
    return undefined
  })

interface Counted {
  done: number
  total: number
}

/** Once a run, and not once a page: to count all candidates takes as long as to embed some. */
const countFrom = (ctx: TaskContext, after: string): Promise<Counted> =>
  readTenant(ctx, async (tx) => {
    const total = await countPrimaryResumeCandidates(tx, LOWEST_ID)
    return { done: total - (await countPrimaryResumeCandidates(tx, after)), total }
  })

const saveProgress = (
  ctx: TaskContext,
  { modelId, operationId }: Reindex,
  last: string,
  { done, total }: Counted,
): Promise<void> =>
  withTenant(ctx, async (tx) => {
    saveIndexedTo(tx, modelId, operationId, last)
    progressOperation(tx, operationId, { done, total: Math.max(done, total) })
  })

const finish = (ctx: TaskContext, run: Reindex): Promise<undefined> =>
  withTenant(ctx, async (tx) => {
    const model = await lockModel(tx, run.modelId)
    const candidates = await countPrimaryResumeCandidates(tx, LOWEST_ID)
    if (model && isCurrent(model, run) && model.state === 'indexing')
      changeModel(tx, ctx, model, { state: 'ready' })
    succeedOperation(tx, run.operationId, { embedding_model_id: run.modelId, candidates })
    ctx.task.finishWith(tx)
    return undefined
  })

/** What was made so far stays; another re-index begins anew. */
export const failReindex = (ctx: TaskContext, run: Reindex, error: Error): Promise<undefined> =>
  withTenant(ctx, async (tx) => {
    const model = await lockModel(tx, run.modelId)
    if (model && isCurrent(model, run) && model.state === 'indexing')
      changeModel(tx, ctx, model, { state: 'pending', indexedTo: null })
    failOperation(tx, run.operationId, {
      code: 'embedding_model.reindex_failed',
      detail: error instanceof EmbeddingError ? error.message : 'Not all candidates got a vector.',
    })
    return undefined
  })
