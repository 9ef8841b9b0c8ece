import type { EMBEDDING_PROVIDERS } from '#src/db/schema/vectors.ts'
import { serverErrors } from '#src/http/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import { type CallContext, embedWithModel, type NoValue } from '#src/modules/llm/index.ts'
import { EMBEDDER, embed } from '#src/modules/scoring/embed.ts'
import { assertDimensions, type Embedder, EmbeddingError } from '#src/platform/embedding/embedder.ts'
import { embeddingModelErrors } from './models.errors.ts'

type Provider = (typeof EMBEDDING_PROVIDERS)[number]

/** A registered model, as far as it says what makes its vectors. */
export interface Registered {
  /** Absent before it is registered. */
  id?: string
  provider: Provider
  /** Absent where the client named none. */
  model?: string | undefined
  dimensions: number
  /** Whose key pays, of a model that runs elsewhere. */
  llmProviderId?: string | null
}

/** Whoever needs vectors: a request, or a task that may be told to stop. */
export type Maker = CallContext & { readonly signal?: AbortSignal }

/** Serves every tenant that has activated no other. */
export const BUILTIN = { space: EMBEDDER.model, dimensions: EMBEDDER.dimensions } as const

const builtin: Embedder = {
  ...EMBEDDER,
  embed: async (texts) => texts.map((text) => [...embed(text)]),
}

/** What a provider has for a model; undefined where it has none. */
type Source = (ctx: Maker, registered: Registered) => Embedder | undefined

/** By the tenant's own key, of the one configuration that the model was registered with. */
const remote: Source = (ctx, { id, model, dimensions, llmProviderId }) =>
  model === undefined || !llmProviderId
    ? undefined
    : {
        model,
        dimensions,
        async embed(texts) {
          if (texts.length === 0) return []
          const made = await embedWithModel(ctx, {
            model: { providerId: llmProviderId, model, dimensions },
            texts,
            ...(id && { entity: { type: 'embedding_model', id } }),
            ...(ctx.signal && { signal: ctx.signal }),
          })
          if (made.ok) return made.vectors
          const { reason } = made
          throw new EmbeddingError(`${model} made no vectors: ${reason}.`, {
            reason,
            passes: SOON.has(reason) ? 'soon' : LATER.has(reason) ? 'later' : undefined,
          })
        },
      }

/** What costs nothing to ask again when a person or a new month has changed it. */
const LATER: ReadonlySet<NoValue> = new Set<NoValue>([
  'ai_disabled',
  'feature_disabled',
  'model_disabled',
  'no_price',
  'budget_exhausted',
  'quota_exhausted',
  'unauthorized',
])

/** What is worth waiting for. */
const SOON: ReadonlySet<NoValue> = new Set<NoValue>([
  'resting',
  'cancelled',
  'too_many_calls',
  'calls_per_minute',
  'rate_limited',
  'provider_error',
  'timeout',
  'unreachable',
])

const SOURCES: Record<Provider, Source> = {
  builtin: (_ctx, { model }) => (model === undefined || model === EMBEDDER.model ? builtin : undefined),
  onnx: ({ app: { onnx } }, { model, dimensions }) =>
    model === undefined || model === onnx?.model ? onnx?.embedder(dimensions) : undefined,
  openai: remote,
  google: remote,
  openai_compatible: remote,
}

/** @throws AppError `embedding_model.provider_unavailable` */
export function embedderOf(ctx: Maker, registered: Registered): Embedder {
  const embedder = SOURCES[registered.provider](ctx, registered)
  if (embedder) return embedder
  throw new AppError(embeddingModelErrors.provider_unavailable, {
    detail: `${registered.provider} has no such model here.`,
  })
}

/**
 * The vectors of texts. @throws EmbeddingError with a `reason` where the tenant's provider makes none now, AppError
 * `server.unavailable` where the server does not
 */
export async function embedNow(ctx: Maker, registered: Registered, texts: string[]): Promise<number[][]> {
  try {
    const embedder = embedderOf(ctx, registered)
    const vectors = await embedder.embed(texts)
    assertDimensions(vectors, embedder)
    return vectors
  } catch (cause) {
    if (cause instanceof EmbeddingError && cause.reason !== undefined) throw cause
    throw new AppError(serverErrors.unavailable, { detail: 'The embedding model is not available.', cause })
  }
}
