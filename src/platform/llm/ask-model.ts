import type { JSONSchema7, LanguageModelUsage } from 'ai'
import type { Outbound } from '#src/platform/outbound/outbound.ts'
import { type Connection, connect } from './connect.ts'
import { loadAi } from './load-ai.ts'
import { reachProvider } from './reach-provider.ts'
import { credible, type Tokens } from './tokens.ts'

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
  /** Undefined where the provider counted none. */
  tokens: Tokens | undefined
  /** `cut_off`: it needed more tokens than it was given; `declined`: its maker's filter spoke. */
  ending: 'complete' | 'cut_off' | 'declined'
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
  return reachProvider(outbound, timeoutMs, async (fetch) => {
    const { language } = await connect(connection, fetch)
    try {
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
      // An answer of another form, which costs what an answer costs.
      if (!NoObjectGeneratedError.isInstance(error) || error.usage === undefined) throw error
      return answerOf(error.text ?? '', error.usage, error.finishReason)
    }
  })
}

const answerOf = (text: string, usage: LanguageModelUsage, finishReason: string | undefined): Answer => ({
  text,
  tokens: credible(
    {
      input: usage.inputTokens,
      cachedInput: usage.inputTokenDetails?.cacheReadTokens,
      cacheWrite: usage.inputTokenDetails?.cacheWriteTokens,
      output: usage.outputTokens,
    },
    text,
  ),
  ending: finishReason === 'length' ? 'cut_off' : finishReason === 'content-filter' ? 'declined' : 'complete',
})
