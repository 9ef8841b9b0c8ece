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

/** Where a quote stands, character by character; undefined for one that nobody wrote, or that spans what was blanked out. */
export function evidenceOf(said: readonly Said[], quote: string): Evidence | undefined {
  const wanted = quote.trim()
  if (wanted.length < MIN_QUOTE) return undefined
  for (const one of said) {
    const start = one.guarded.text.indexOf(wanted)
    const found = start === -1 ? undefined : placed(one, start, wanted)
    if (found) return found
  }
  return undefined
}

/** Where a word or phrase first stands as such, whatever its case. */
export function wordOf(said: readonly Said[], word: string): Evidence | undefined {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}(?![\\p{L}\\p{N}+#])`, 'iu')
  for (const one of said) {
    const match = pattern.exec(one.guarded.text)
    const found = match ? placed(one, match.index, match[0]) : undefined
    if (found) return found
  }
  return undefined
}

/** Only as it stands in the transcript: a blank there may be an order here. */
function placed({ sequence, original }: Said, start: number, quote: string): Evidence | undefined {
  const end = start + quote.length
  return original.slice(start, end) === quote ? { sequence, start, end, quote } : undefined
}

const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** The whole of an answer that is one value. */
export const wholeOf = ({ sequence, original }: Said): Evidence => ({
  sequence,
  start: 0,
  end: original.length,
  quote: original,
})
