import type { JSONSchema7 } from 'ai'
import type { z } from 'zod'
import { canonicalJson } from '#src/lib/canonical-json.ts'
import type { ModelCall } from './call.ts'
import { sha256 } from './hash.ts'

/** A call as it is sent, whoever it is sent to. */
export interface Question<Value> {
  instructions: string
  prompt: string
  schema: JSONSchema7
  valueSchema: z.ZodType<Value>
  maxOutputTokens: number
  timeoutMs: number
  signal: AbortSignal | undefined
  /** Of the texts and the schema in UTF-8. */
  bytes: number
}

/** Above it some makers ask other prices; and no resume, job or chat of ours is so long. */
export const MAX_QUESTION_BYTES = 190_000

const DEFAULT_TIMEOUT_MS = 60_000

export function questionOf<Input, Value>(call: ModelCall<Input, Value>, prompt: string): Question<Value> {
  const { jsonSchema, instructions, schema } = call.prompt
  return measured({
    instructions,
    prompt,
    schema: jsonSchema,
    valueSchema: schema,
    maxOutputTokens: call.maxOutputTokens,
    timeoutMs: call.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    signal: call.signal,
  })
}

/** The same once more, with what was wrong with the answer. */
export const repairOf = <Value>(question: Question<Value>, answer: string, faults: string): Question<Value> =>
  measured({
    ...question,
    prompt: `${question.prompt}

Your answer to this was:
${answer.slice(0, MAX_REPEATED)}

It cannot be used: ${faults}
Answer again, with the JSON that was asked for and nothing else.`,
  })

const MAX_REPEATED = 20_000

/** Tells questions apart in the lineage and in the cache: all that the answer may depend on. */
export function hashOf({ instructions, prompt, schema, maxOutputTokens }: Question<unknown>): string {
  return sha256(canonicalJson({ instructions, prompt, schema, maxOutputTokens }))
}

const measured = <Value>(question: Omit<Question<Value>, 'bytes'>): Question<Value> => ({
  ...question,
  bytes: [question.instructions, question.prompt, JSON.stringify(question.schema)]
    .map((text) => Buffer.byteLength(text))
    .reduce((sum, bytes) => sum + bytes),
})
