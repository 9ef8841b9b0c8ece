import { readTenantOnce } from '#src/db/tenant.ts'
import { callModel, prompts, resumeParserOf } from '#src/modules/llm/index.ts'
import { candidatesRefusingAi } from '#src/modules/screening/index.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import type { ParseResult, Provenance } from '../parser/types.ts'
import { haystackOf } from './find-value.ts'
import { mergeFields } from './merge-fields.ts'
import { speaksToModel } from './speaks-to-model.ts'

/** Of all attempts together: a parse does not wait longer for a model. */
const PATIENCE_MS = 25_000
const MAX_OUTPUT_TOKENS = 6_000
/** The beginning of a resume, which is more than any of ten pages has. */
const MAX_CHARACTERS = 60_000

interface Resume {
  resumeId: string
  /** Null while nobody knows whose it is. */
  candidateId: string | null
}

/**
 * What was read of a resume, with what the tenant's model reads besides where the tenant wishes so. Whatever keeps the model
 * from it leaves the result as it was. A text that may be meant for a model is not given to one, nor
 * that of somebody who wants no AI. Not within a transaction.
 */
export async function readByModel(
  ctx: TaskContext,
  { resumeId, candidateId }: Resume,
  result: ParseResult,
): Promise<ParseResult> {
  const { parsed_data: data, provenance } = result
  const text = result.text.slice(0, MAX_CHARACTERS)
  if (!data || result.state === 'failed' || (await resumeParserOf(ctx)) !== 'llm_custom') return result
  if (result.reason_codes.includes('text.injection') || speaksToModel(text)) return result
  if (candidateId && (await refusesAi(ctx, candidateId))) return result
  const { full_name, first_name, last_name, email, phone, location } = data.personal
  const read = await callModel(ctx, {
    feature: 'resume_parsing',
    entity: { type: 'resume', id: resumeId },
    prompt: prompts.resumeFields,
    input: { text },
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    timeoutMs: PATIENCE_MS,
    signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)]),
    personal: {
      names: present(full_name, first_name, last_name),
      emails: present(email),
      phones: present(phone),
      addresses: present(location),
    },
  })
  ctx.signal.throwIfAborted()
  if (!read.ok) return result
  const merged = mergeFields({ data, provenance }, read.value, haystackOf(text, pageIn(provenance)))
  return { ...result, parsed_data: merged.data, provenance: merged.provenance }
}

const refusesAi = (ctx: TaskContext, candidateId: string): Promise<boolean> =>
  readTenantOnce(ctx, async (tx) => (await candidatesRefusingAi(tx, [candidateId])).has(candidateId))

const present = (...values: (string | null)[]): string[] => values.filter((value) => value !== null)

/** The page of a place, by what the parser found before it. */
function pageIn(provenance: Provenance): (start: number) => number {
  const spans = Object.values(provenance).flatMap(({ span }) => span ?? [])
  return (start) => Math.max(1, ...spans.filter((span) => span.start <= start).map(({ page }) => page))
}
