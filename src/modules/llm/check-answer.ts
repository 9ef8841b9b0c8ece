import type { z } from 'zod'
import type { Answer } from '#src/platform/llm/ask-model.ts'

/** An answer that has the form it was asked for, or why it is of no use. */
export type Checked<Value> =
  | { ok: true; value: Value }
  | { ok: false; reason: 'cut_off' | 'declined' }
  /** `faults`: for the model, which may do better if it is told. */
  | { ok: false; reason: 'invalid_output'; faults: string }

const MAX_FAULTS = 5

export function checkAnswer<Value>(
  schema: z.ZodType<Value>,
  { text, ending }: Pick<Answer, 'text' | 'ending'>,
): Checked<Value> {
  if (ending !== 'complete') return { ok: false, reason: ending }
  const json = parsed(text)
  if (json === undefined) return { ok: false, reason: 'invalid_output', faults: 'it is not JSON.' }
  const result = schema.safeParse(json)
  if (result.success) return { ok: true, value: result.data }
  const faults = result.error.issues
    .slice(0, MAX_FAULTS)
    .map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`)
  return { ok: false, reason: 'invalid_output', faults: `${faults.join('; ')}.` }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(unfenced(text))
  } catch {
    return undefined
  }
}

/** Some models put JSON into a block of Markdown, whatever they are told. */
const unfenced = (text: string): string => /^\s*```(?:json)?\n([\s\S]*)\n```\s*$/.exec(text)?.[1] ?? text
