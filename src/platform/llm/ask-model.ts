import type { JSONSchema7, LanguageModelUsage } from 'ai'
import type { Outbound } from '#src/platform/outbound/outbound.ts'
import { type Connection, connect } from './connect.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { failureOfCall, loadAi } from './load-ai.ts'

export interface Question {
  model: string
  instructions: string
  prompt: string
  /** What the answer has to look like; the caller checks it. */
  schema: JSONSchema7
  maxOutputTokens: number
}

export interface Answer {
  /** JSON, if the model did as it was told. */
  text: string
  tokens: Tokens
  /** `cut_off`: it needed more tokens than it was given; `declined`: its maker's filter spoke. */
  ending: 'complete' | 'cut_off' | 'declined'
}

/** As the provider counted them. */
export interface Tokens {
  /** With those read from and written to the provider's cache. */
  input: number
  cachedInput: number
  cacheWrite: number
  /** With those of its reasoning. */
  output: number
}

export interface AskOptions {
  timeoutMs: number
  signal?: AbortSignal | undefined
}

/** Asks once: no retry, no tools, nothing kept at the provider where it lets us say so. @throws ModelFailure */
export async function askModel(
  outbound: Outbound,
  connection: Connection,
  question: Question,
  { timeoutMs, signal }: AskOptions,
): Promise<Answer> {
  const { generateText, jsonSchema, NoObjectGeneratedError, Output } = await loadAi()
  try {
    const { language } = await connect(connection, guardedFetch(outbound, timeoutMs))
    const { text, usage, finishReason } = await generateText({
      model: language(question.model),
      instructions: question.instructions,
      prompt: question.prompt,
      maxOutputTokens: question.maxOutputTokens,
      output: Output.object({ schema: jsonSchema(question.schema) }),
      maxRetries: 0,
      // Else OpenAI keeps questions and answers for a month.
      providerOptions: { openai: { store: false } },
      ...(signal && { abortSignal: signal }),
    })
    return answerOf(text, usage, finishReason)
  } catch (error) {
    // It costs what an answer costs.
    if (NoObjectGeneratedError.isInstance(error) && error.usage)
      return answerOf(error.text ?? '', error.usage, error.finishReason)
    throw await failureOfCall(error)
  }
}

const answerOf = (text: string, usage: LanguageModelUsage, finishReason: string | undefined): Answer => ({
  text,
  tokens: {
    input: usage.inputTokens ?? 0,
    cachedInput: usage.inputTokenDetails?.cacheReadTokens ?? 0,
    cacheWrite: usage.inputTokenDetails?.cacheWriteTokens ?? 0,
    output: usage.outputTokens ?? 0,
  },
  ending: finishReason === 'length' ? 'cut_off' : finishReason === 'content-filter' ? 'declined' : 'complete',
})
