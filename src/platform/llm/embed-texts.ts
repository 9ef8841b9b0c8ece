import { z } from 'zod'
import type { Outbound } from '#src/platform/outbound/outbound.ts'
import type { AskOptions } from './ask-model.ts'
import { type Connection, connect } from './connect.ts'
import { loadAi } from './load-ai.ts'
import { ModelFailure } from './model-failure.ts'
import { reachProvider } from './reach-provider.ts'
import { credible, type Tokens } from './tokens.ts'

export interface TextsToEmbed {
  model: string
  dimensions: number
  /** No more than every provider takes in one request, which is 100. */
  texts: string[]
}

export interface Embeddings {
  /** One a text, in their order. */
  vectors: number[][]
  /** Undefined where the provider counted none. */
  tokens: Tokens | undefined
}

/** Asks once for the vectors of texts: no retry. @throws ModelFailure */
export async function embedTexts(
  outbound: Outbound,
  connection: Connection,
  { model, dimensions, texts }: TextsToEmbed,
  { timeoutMs, signal }: AskOptions,
): Promise<Embeddings> {
  const { embedMany } = await loadAi()
  return reachProvider(outbound, timeoutMs, async (fetch) => {
    const { embedding } = await connect(connection, fetch)
    if (!embedding) throw new ModelFailure('unknown_model')
    const { embeddings, usage, responses } = await embedMany({
      model: embedding(model),
      values: texts,
      dimensions,
      maxRetries: 0,
      ...(signal && { abortSignal: signal }),
    })
    const input = usage.tokens || countedByGoogle(responses?.[0]?.body)
    const tokens = credible({ input, cachedInput: 0, cacheWrite: 0, output: 0 }, '')
    return { vectors: embeddings, tokens }
  })
}

/** Google's count, which its package does not read and which not all of its models give. */
const countedByGoogle = (body: unknown): number | undefined =>
  googleBody.safeParse(body).data?.usageMetadata.promptTokenCount

const googleBody = z.object({ usageMetadata: z.object({ promptTokenCount: z.number() }) })
