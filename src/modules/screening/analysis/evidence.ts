import type { Evidence } from '#src/db/schema/screening.ts'
import { type GuardedText, guardedText } from './guarded-text.ts'

/** What a candidate answered to one question, over one message or several. */
export interface Said {
  sequence: number
  original: string
  guarded: GuardedText
}

export const saidOf = ({ sequence, text }: { sequence: number; text: string }): Said => ({
  sequence,
  original: text,
  guarded: guardedText(text),
})

/** Shorter ones occur by chance. */
const MIN_QUOTE = 3

/** Where a quote stands, character by character; undefined for one that nobody wrote. */
export function evidenceOf(said: readonly Said[], quote: string): Evidence | undefined {
  const wanted = quote.trim()
  if (wanted.length < MIN_QUOTE) return undefined
  for (const { sequence, guarded } of said) {
    const start = guarded.text.indexOf(wanted)
    if (start !== -1) return { sequence, start, end: start + wanted.length, quote: wanted }
  }
  return undefined
}

/** Where a word or phrase first stands as such, whatever its case. */
export function wordOf(said: readonly Said[], word: string): Evidence | undefined {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}(?![\\p{L}\\p{N}+#])`, 'iu')
  for (const { sequence, guarded } of said) {
    const found = pattern.exec(guarded.text)
    if (found) return { sequence, start: found.index, end: found.index + found[0].length, quote: found[0] }
  }
  return undefined
}

const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** The whole of an answer that is one value. */
export const wholeOf = ({ sequence, original }: Said): Evidence => ({
  sequence,
  start: 0,
  end: original.length,
  quote: original,
})
