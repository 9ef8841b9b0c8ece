import type { AppContext } from '#src/context.ts'
import type { EMBEDDING_PROVIDERS } from '#src/db/schema/vectors.ts'
import { serverErrors } from '#src/http/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import { EMBEDDER, embed } from '#src/modules/scoring/embed.ts'
import { assertDimensions, type Embedder } from '#src/platform/embedding/embedder.ts'
import { embeddingModelErrors } from './models.errors.ts'

type Provider = (typeof EMBEDDING_PROVIDERS)[number]

/** A registered model, as far as it says what makes its vectors. */
export interface Registered {
  provider: Provider
  /** Absent where the client named none. */
  model?: string | undefined
  dimensions: number
}

/** Serves every tenant that has activated no other. */
export const BUILTIN = { space: EMBEDDER.model, dimensions: EMBEDDER.dimensions } as const

const builtin: Embedder = {
  ...EMBEDDER,
  embed: async (texts) => texts.map((text) => [...embed(text)]),
}

/** What a provider has for a model; undefined where it has none. */
type Source = (app: AppContext, registered: Registered) => Embedder | undefined

const none: Source = () => undefined

const SOURCES: Record<Provider, Source> = {
  builtin: (_app, { model }) => (model === undefined || model === EMBEDDER.model ? builtin : undefined),
  onnx: ({ onnx }, { model, dimensions }) =>
    model === undefined || model === onnx?.model ? onnx?.embedder(dimensions) : undefined,
  openai: none,
  google: none,
  openai_compatible: none,
}

/** @throws AppError `embedding_model.provider_unavailable` */
export function embedderOf(app: AppContext, registered: Registered): Embedder {
  const embedder = SOURCES[registered.provider](app, registered)
  if (embedder) return embedder
  throw new AppError(embeddingModelErrors.provider_unavailable, {
    detail: `${registered.provider} has no such model here.`,
  })
}

/** The vectors of texts. @throws AppError `server.unavailable` where the model makes none now, whatever the reason */
export async function embedNow(
  app: AppContext,
  registered: Registered,
  texts: string[],
): Promise<number[][]> {
  try {
    const embedder = embedderOf(app, registered)
    const vectors = await embedder.embed(texts)
    assertDimensions(vectors, embedder)
    return vectors
  } catch (cause) {
    throw new AppError(serverErrors.unavailable, { detail: 'The embedding model is not available.', cause })
  }
}
