import { z } from 'zod'
import { readTenantOnce } from '#src/db/tenant.ts'
import { EmbeddingError } from '#src/platform/embedding/embedder.ts'
import { defineTask, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { embedCandidates, forgetCandidates, type KeptModel } from './embed-candidates.ts'
import { BUILTIN } from './embedders.ts'
import { findModel, listKeptModels } from './models.repo.ts'
import { failReindex, reindex } from './reindex.ts'
import { storeOf } from './stores/open-store.ts'
import { tenantOf } from './vector-store.ts'

const background = {
  queue: 'matching',
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 240_000,
} as const

/** Until then nobody finds the candidate by meaning, so it is not for a person to remember. */
const DAY_MS = 24 * 60 * 60_000

/** Brings a candidate's vectors of all models in line with the primary resume. */
export const embedCandidateTask = defineTask({
  ...background,
  name: 'vectors.embed_candidate',
  payload: z.object({ candidateId: z.uuid() }),
  handler: async (ctx, { candidateId }) => {
    const kept: KeptModel[] = await readTenantOnce(ctx, listKeptModels)
    // In the database they are written with the scores that they are part of.
    const isRemote = ctx.app.config.vectors.kind !== 'pgvector'
    const own = kept.filter(({ space }) => space !== BUILTIN.space)
    const missed: EmbeddingError[] = []
    for (const model of isRemote ? [...own, { provider: 'builtin' as const, ...BUILTIN }] : own) {
      const error = await embedOrForget(ctx, model, candidateId)
      if (error) missed.push(error)
    }
    const soon = missed.find(({ passes }) => passes === 'soon')
    if (soon) throw soon
    // Where another model has made its vector, that would be paid again each day.
    const isForLater = own.length === missed.length && missed.some(({ passes }) => passes === 'later')
    return isForLater ? { retryAt: new Date(ctx.clock.now().getTime() + DAY_MS) } : undefined
  },
})

/**
 * Where a model makes no vector, what it made of an earlier resume goes: a search would compare with what the candidate no
 * longer says. Answers why it made none.
 */
async function embedOrForget(
  ctx: TaskContext,
  model: KeptModel,
  candidateId: string,
): Promise<EmbeddingError | undefined> {
  try {
    await embedCandidates(ctx, model, [candidateId])
    return undefined
  } catch (error) {
    if (!(error instanceof EmbeddingError)) throw error
    await forgetCandidates(ctx, model, [candidateId])
    ctx.app.log.warn({ model: model.id, reason: error.reason }, 'a candidate got no vector')
    return error
  }
}

export const reindexTask = defineTask({
  ...background,
  name: 'vectors.reindex',
  payload: z.object({ modelId: z.uuid(), operationId: z.uuid() }),
  handler: reindex,
  onDead: failReindex,
})

/** Removes the vectors of a retired model. */
export const clearModelTask = defineTask({
  ...background,
  name: 'vectors.clear_model',
  payload: z.object({ modelId: z.uuid() }),
  handler: async (ctx, { modelId }) => {
    const model = await readTenantOnce(ctx, (tx) => findModel(tx, modelId))
    if (model?.state === 'retired')
      await storeOf(ctx.app).clear({ tenant: tenantOf(ctx), subject: 'candidate', model })
    return undefined
  },
})

export const vectorTasks = [embedCandidateTask, reindexTask, clearModelTask]
