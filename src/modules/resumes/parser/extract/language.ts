import { detect } from 'tinyld'
import { languageByFunctionWords } from '#src/modules/resumes/parser/words/function-words.ts'

/** The least text to tell a language from, and what is looked at. UTF-16 units. */
const [MIN, SAMPLE] = [60, 2000]
/** The languages to expect in Latin letters: names and products otherwise pass for rare ones. ISO 639-1. */
const LATIN = 'en fr de es it pt nl pl cs sk hu ro hr sl sv da no fi et lv lt tr ca vi id'.split(' ')

/** The ISO 639-1 code of the language a text is written in, or null when there is too little of it. */
export function languageOf(text: string): string | null {
  const sample = text.slice(0, SAMPLE)
  if (sample.length < MIN) return null
  if (!isLatin(sample)) return detect(sample) || null
  return languageByFunctionWords(sample) ?? (detect(sample, { only: LATIN }) || null)
}

function isLatin(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  return latin > letters * 0.9
}
