import { blankPhrases, blankSpans } from './redact.ts'
import type { Resume } from './resume.ts'

/**
 * The resume's text with personal details, education and the given names blanked, so that it speaks of work alone; its
 * length, and so every offset, stays.
 */
export function readableText({ provenance, text }: Resume, names: readonly string[]): string {
  const closed = Object.entries(provenance).flatMap(([pointer, { span }]) =>
    span !== null && /^\/(personal|education)\//.test(pointer) ? [span] : [],
  )
  return blankPhrases(blankSpans(text, closed), names)
}
