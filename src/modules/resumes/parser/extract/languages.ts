import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import type { Tracked } from '#src/modules/resumes/parser/text/field.ts'
import { Field } from '#src/modules/resumes/parser/text/field.ts'
import { type Slice, sliceOf, sliceSpan, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
import type { SpokenLanguage } from '#src/modules/resumes/parser/types.ts'
import { fold, foldWords } from '#src/modules/resumes/parser/words/fold.ts'

const LOCALES = ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl']
/** The languages people list, by ISO 639-1. */
const CODES =
  `en fr de es it pt nl pl cs sk hu ro bg hr sr sl uk ru be el tr sv da nb nn no fi et lv lt is ga cy eu ca gl
  mt sq mk bs ar he fa ur hi bn pa gu mr ta te kn ml si ne zh ja ko vi th id ms tl sw am ha yo ig zu af eo la ku az hy
  ka kk uz mn my km lo lb so jv`.split(/\s+/)
const ALIASES: Record<string, string> = {
  mandarin: 'Chinese',
  cantonese: 'Cantonese',
  farsi: 'Persian',
  filipino: 'Filipino',
  tagalog: 'Tagalog',
  castellano: 'Spanish',
  flemish: 'Dutch',
  valencian: 'Catalan',
  slovene: 'Slovenian',
  'american sign language': 'American Sign Language',
}

const NAMES = languageNames()
const MAX_WORDS = 3
const MAX_LEVEL = 60

/** Whether a word or two name a language that people speak. */
export const isSpokenLanguage = (text: string): boolean => NAMES.has(foldWords(text))

const LEVEL =
  /\b(?:[abc][12]\+?|native|mother ?tongue|bilingual|fluen\w{0,4}|proficien\w{0,4}|professional|working|advanced|intermediate|basic|beginner|elementary|conversational|limited|full|notions|courant|maternelle|bilingue|intermediaire|debutant|avance|lu|muttersprach\w{0,4}|fliessend|verhandlungssicher|grundkenntnisse|gute|sehr gut|nativ[oa]|avanzad[oa]|intermedi[oa]|basic[oa]|fluid[oa]|madrelingua|fluente|ottimo|buono|scolastico|avancad[oa]|nativ[oa]|moedertaal|vloeiend|goed|basis|redelijk|toefl|ielts)\b/

/** `English (native), German – B2`, one a line with the level beside or below it, or any mix of these. */
export function findLanguages(lines: readonly Line[]): Array<Tracked<SpokenLanguage>> {
  const found: Array<{ language: Field<string>; level: Field<string> | null }> = []
  for (const piece of lines.flatMap((line) =>
    splitSlice(sliceOf(line), /[,;|•·\t]|\s(?:and|und|et|y|e|en)\s/g),
  )) {
    const name = languageAt(piece.text)
    const last = found.at(-1)
    if (name) {
      const rest = levelText(piece, name.length)
      found.push({
        language: new Field(name.language, 0.95, {
          ...sliceSpan(piece),
          end: sliceSpan(piece).start + name.length,
        }),
        level: rest,
      })
    } else if (last?.level && wraps(piece, last.level)) {
      last.level = new Field(`${last.level.value} ${piece.text}`, 0.85, last.level.span)
    } else if (last && !last.level && LEVEL.test(fold(piece.text)) && piece.text.length <= MAX_LEVEL) {
      last.level = new Field(piece.text.replace(/^\(|\)$/g, ''), 0.85, sliceSpan(piece))
    }
  }
  return uniqueBy(found, (item) => item.language.value)
}

/** A level that did not fit into a narrow column goes on in the next line. */
const wraps = (piece: Slice, level: Field<string>): boolean =>
  /^\p{Ll}/u.test(piece.text) &&
  !piece.line.bullet &&
  !piece.line.gap &&
  piece.line.start - (level.span?.end ?? -1) === 1

function languageAt(text: string): { language: string; length: number } | null {
  const words = [...text.matchAll(/[\p{L}\p{M}'-]+/gu)].slice(0, MAX_WORDS)
  for (let count = words.length; count >= 1; count--) {
    const last = words[count - 1]
    if (!last || words[0]?.index !== 0) continue
    const length = last.index + last[0].length
    const language = NAMES.get(foldWords(text.slice(0, length)))
    if (language) return { language, length }
  }
  return null
}

function levelText(piece: Slice, from: number): Field<string> | null {
  const text = piece.text.slice(from).replace(/^[\s:(–—-]+|[\s).]+$/g, '')
  if (text === '' || text.length > MAX_LEVEL) return null
  const start = sliceSpan(piece).start + piece.text.indexOf(text, from)
  return new Field(text, 0.9, { page: piece.line.page, start, end: start + text.length })
}

function languageNames(): Map<string, string> {
  const names = new Map<string, string>()
  const english = new Intl.DisplayNames('en', { type: 'language' })
  for (const code of CODES) {
    const name = english.of(code) ?? code
    for (const locale of [...LOCALES, code]) {
      const local = new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' }).of(code)
      if (local) names.set(foldWords(local), name)
    }
  }
  for (const [alias, name] of Object.entries(ALIASES)) names.set(alias, name)
  return names
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Map<string, T>()
  for (const item of items) if (!seen.has(key(item))) seen.set(key(item), item)
  return [...seen.values()]
}
