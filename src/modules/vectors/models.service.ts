import type { z } from 'zod'
import type { LlmProvider } from '#src/db/schema/llm.ts'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { findConfiguration } from '#src/modules/llm/index.ts'
import { insertOperation, presentOperation } from '#src/modules/operations/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { BUILTIN, embedderOf } from './embedders.ts'
import { embeddingModelErrors } from './models.errors.ts'
import { modelCreated } from './models.events.ts'
import * as repo from './models.repo.ts'
import type { modelBody, modelSchema } from './models.schemas.ts'
import { assertAllowed, changeModel, payloadOf } from './models.states.ts'
import { storeOf } from './stores/open-store.ts'
import { clearModelTask, reindexTask } from './vectors.tasks.ts'

type Model = z.input<typeof modelSchema>

const MOST_MODELS = 10

export const listModels = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listModels(tx, request), present))

export const readModel = (ctx: RequestContext, id: string): Promise<Model> =>
  readTenantOnce(ctx, async (tx) => present(found(await repo.findModel(tx, id))))

export async function registerModel(ctx: RequestContext, input: z.output<typeof modelBody>): Promise<Model> {
  const { key, provider, dimensions } = input
  const configuration = await configurationFor(ctx, input)
  const { model, dimensions: made } = embedderOf(ctx, { ...input, llmProviderId: configuration })
  if (made !== dimensions || !storeOf(ctx.app).supports(dimensions))
    throw new AppError(embeddingModelErrors.invalid_dimensions, {
      errors: [{ pointer: '/dimensions', code: 'invalid', message: `${model} and the store must take them` }],
    })
  return withTenant(ctx, async (tx) => {
    await repo.lockModels(tx)
    if ((await repo.countModels(tx)) >= MOST_MODELS)
      throw new AppError(embeddingModelErrors.too_many, { members: { limit: MOST_MODELS } })
    const id = newId()
    const row: repo.ModelRow = {
      id,
      key,
      provider,
      model,
      dimensions,
      // The vectors of the built-in one are there already: every resume that is read gets one.
      space: provider === 'builtin' ? BUILTIN.space : id,
      state: 'pending',
      indexedTo: null,
      operationId: null,
      llmProviderId: configuration,
      createdBy: tx.actorId,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    repo.insertModel(tx, row)
    emit(tx, ctx, modelCreated, id, payloadOf(row))
    return present(row)
  })
}

/** Whose key a model of somebody else is asked with; null for one that runs here. @throws AppError 422 */
async function configurationFor(
  ctx: RequestContext,
  { provider, model, llm_provider_id: asked }: z.output<typeof modelBody>,
): Promise<string | null> {
  const makers = MAKERS[provider]
  if (!makers && asked)
    throw new AppError(embeddingModelErrors.provider_unavailable, {
      detail: `${provider} runs here and takes no LLM provider.`,
    })
  if (!makers) return null
  const found = await readTenantOnce(ctx, (tx) => findConfiguration(tx, makers, asked ?? undefined))
  if (!found)
    throw new AppError(embeddingModelErrors.provider_unavailable, {
      detail: `The tenant has no active LLM provider of this kind, see POST /v1/llm-providers.`,
    })
  if (model === undefined || !found.enabledModels.includes(model))
    throw new AppError(embeddingModelErrors.provider_unavailable, {
      detail: 'The LLM provider has no such model among its `enabled_models`.',
    })
  return found.id
}

const MAKERS: Partial<Record<repo.ModelRow['provider'], readonly LlmProvider[]>> = {
  openai: ['openai'],
  google: ['google', 'gemini'],
  openai_compatible: ['custom'],
}

/** Makes all vectors of a model anew, beside those of the model that serves. */
export function reindexModel(ctx: RequestContext, id: string) {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockModel(tx, id))
    assertAllowed(before.state, 'reindex')
    embedderOf(ctx, before)
    const created = { id: newId(), kind: 'embedding_model.reindex', createdBy: ctx.principal.userId }
    const operation = insertOperation(tx, created)
    const state = before.state === 'active' ? 'active' : 'indexing'
    changeModel(tx, ctx, before, { state, operationId: operation.id, indexedTo: null })
    enqueue(tx, ctx, reindexTask, { modelId: id, operationId: operation.id })
    return { operation: presentOperation(operation) }
  })
}

/** Has searches use a model; the one they used stays ready, to go back to. */
export function activateModel(ctx: RequestContext, id: string): Promise<Model> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockModel(tx, id))
    assertAllowed(before.state, 'activate')
    const serving = await repo.findActiveModel(tx)
    if (serving) changeModel(tx, ctx, serving, { state: 'ready' })
    return present(changeModel(tx, ctx, before, { state: 'active' }))
  })
}

/** Takes a model out of use for good. Where it served, the built-in one does from then on. */
export function retireModel(ctx: RequestContext, id: string, ifMatch: number | undefined): Promise<void> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockModel(tx, id))
    assertVersion(ifMatch, before.version)
    assertAllowed(before.state, 'retire')
    changeModel(tx, ctx, before, { state: 'retired', indexedTo: null })
    // The built-in vectors are those that scores are made of, too.
    if (before.provider !== 'builtin') enqueue(tx, ctx, clearModelTask, { modelId: id })
  })
}

const present = (row: repo.ModelRow): Model => ({
  id: row.id,
  key: row.key,
  provider: row.provider,
  model: row.model,
  dimensions: row.dimensions,
  state: row.state,
  llm_provider_id: row.llmProviderId,
  operation_id: row.operationId,
  created_by: row.createdBy,
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})

function found(row: repo.ModelRow | undefined): repo.ModelRow {
  if (!row) throw new AppError(embeddingModelErrors.not_found)
  return row
}
