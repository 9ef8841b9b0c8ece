import { z } from 'zod'
import type { Outbound } from '#src/platform/outbound/outbound.ts'
import type { AskOptions, Tokens } from './ask-model.ts'
import { type Connection, connect } from './connect.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { failureOfCall, loadAi } from './load-ai.ts'
import { ModelFailure } from './model-failure.ts'

export interface TextsToEmbed {
  model: string
  dimensions: number
  /** No more than every provider takes in one request, which is 100. */
  texts: string[]
}

export interface Embeddings {
  /** One a text, in their order. */
  vectors: number[][]
  tokens: Tokens
}

/** Asks once for the vectors of texts: no retry. @throws ModelFailure */
export async function embedTexts(
  outbound: Outbound,
  connection: Connection,
  { model, dimensions, texts }: TextsToEmbed,
  { timeoutMs, signal }: AskOptions,
): Promise<Embeddings> {
  try {
    const { embedMany } = await loadAi()
    const { embedding } = await connect(connection, guardedFetch(outbound, timeoutMs))
    if (!embedding) throw new ModelFailure('unknown_model')
    const { embeddings, usage, responses } = await embedMany({
      model: embedding(model),
      values: texts,
      dimensions,
      maxRetries: 0,
      ...(signal && { abortSignal: signal }),
    })
    const said = usage.tokens || counted(responses?.[0]?.body)
    const input = said ?? texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    return { vectors: embeddings, tokens: { input, cachedInput: 0, cacheWrite: 0, output: 0 } }
  } catch (error) {
    throw error instanceof ModelFailure ? error : await failureOfCall(error)
  }
}

/**
 * Google's count, which its package does not read and which not all of its models give. Without one, a token a byte is
 * booked: more than it can be, so that a budget holds.
 */
const counted = (body: unknown): number | undefined =>
  googleBody.safeParse(body).data?.usageMetadata.promptTokenCount

const googleBody = z.object({ usageMetadata: z.object({ promptTokenCount: z.int().min(0) }) })
