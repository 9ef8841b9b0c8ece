import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import type { Tracked } from '#src/modules/resumes/parser/text/field.ts'
import { Field } from '#src/modules/resumes/parser/text/field.ts'
import { type Slice, sliceOf, sliceSpan, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
import type { SpokenLanguage } from '#src/modules/resumes/parser/types.ts'
import { fold, foldWords } from '#src/modules/resumes/parser/words/fold.ts'
import { cefrOf } from '#src/modules/resumes/parser/words/language-levels.ts'

const LOCALES = ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl', 'zh', 'zh-Hant', 'ja', 'ko']
/** The languages people list, by ISO 639-1. */
const CODES =
  `en fr de es it pt nl pl cs sk hu ro bg hr sr sl uk ru be el tr sv da nb nn no fi et lv lt is ga cy eu ca gl
  mt sq mk bs ar he fa ur hi bn pa gu mr ta te kn ml si ne zh ja ko vi th id ms tl sw am ha yo ig zu af eo la ku az hy
  ka kk uz mn my km lo lb so jv`.split(/\s+/)
/** What people write and CLDR does not: variants, feminine forms and dialects; `|` parts the names of one language. */
const ALIASES: Record<string, string> = {
  Chinese: `mandarin|mandarin chinese|chinese mandarin|putonghua|chinois mandarin|chino mandarin|cinese mandarino|mandarim|
    mandarijn|hochchinesisch|simplified chinese|traditional chinese|中文|汉语|普通话|國語|国语`,
  Cantonese: 'cantonese|cantonais|kantonesisch|cantones|kantonees|粤语|粵語',
  English:
    'anglaise|british english|american english|us english|uk english|business english|anglais technique|英语|英語|영어',
  French: 'francaise|franzoesisch|法语|法語|フランス語|불어|프랑스어',
  German:
    'allemande|tedesca|alemana|hochdeutsch|swiss german|schweizerdeutsch|schwyzerdutsch|suisse allemand|schwiizerdutsch|德语|德語|독일어',
  Spanish: 'castellano|castilian|espagnole|espanola|latin american spanish|castilla|西班牙语|스페인어',
  Italian: 'italienne|italiana',
  Portuguese:
    'portugaise|portuguesa|portoghese|brazilian portuguese|portugues brasileiro|portugues do brasil',
  Dutch:
    'flemish|flamand|flamisch|flamenco|flamengo|vlaams|fiammingo|neerlandaise|hollandais|hollandisch|olandese|holandes',
  Russian: 'russe|русский',
  Japanese: '日语|日文|일어|일본어',
  Korean: '韩语|韓文|한국어',
  Persian: 'farsi|dari|parsi',
  Filipino: 'filipino',
  Tagalog: 'tagalog',
  Catalan: 'valencian|valenciano|valencia|catala',
  Basque: 'euskera|euskara|vasco',
  Galician: 'gallego|galego',
  Slovenian: 'slovene',
  Bosnian: 'serbo croatian|serbocroatian|bcs',
  Indonesian: 'bahasa|bahasa indonesia',
  Malay: 'bahasa melayu|bahasa malaysia',
  Pashto: 'pashto|pashtu',
  'Scottish Gaelic': 'scottish gaelic|gaelic',
  'American Sign Language': 'american sign language|asl',
  'Sign language': `sign language|langue des signes|lsf|gebardensprache|deutsche gebardensprache|lengua de signos|
    lengua de senas|lingua dei segni|lis|lingua gestual|libras|gebarentaal`,
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
    splitSlice(sliceOf(line), /[,;|•·、，；\t]|\s(?:and|und|et|y|e|en|ed)\s/g),
  )) {
    const name = languageAt(piece.text) ?? languageAfterLevel(piece.text)
    const last = found.at(-1)
    if (name) {
      const { start, page } = sliceSpan(piece)
      found.push({
        language: new Field(name.language, 0.95, {
          page,
          start: start + name.from,
          end: start + name.from + name.length,
        }),
        level: levelText(piece, name.from + name.length) ?? levelText(piece, 0, name.from),
      })
    } else if (last?.level && wraps(piece, last.level)) {
      last.level = new Field(`${last.level.value} ${piece.text}`, 0.85, last.level.span)
    } else if (last && !last.level && piece.text.length <= MAX_LEVEL && isLevel(piece.text)) {
      last.level = new Field(piece.text.replace(/^\(|\)$/g, ''), 0.85, sliceSpan(piece))
    }
  }
  return uniqueBy(found, (item) => item.language.value).map(({ language, level }) => {
    const cefr = cefrOf(level?.value ?? null)
    return {
      language,
      level,
      cefr: level && cefr ? new Field(cefr, level.confidence * 0.9, level.span) : null,
    }
  })
}

/** A level that did not fit into a narrow column goes on in the next line. */
const wraps = (piece: Slice, level: Field<string>): boolean =>
  /^\p{Ll}/u.test(piece.text) &&
  !piece.line.bullet &&
  !piece.line.gap &&
  piece.line.start - (level.span?.end ?? -1) === 1

const isLevel = (text: string) => LEVEL.test(fold(text)) || cefrOf(text) !== null

interface LanguageName {
  language: string
  from: number
  length: number
}

/** What stands before the name of a language in some of them: 'lingua inglese', 'Langue : anglais'. */
const WORD_LANGUAGE = /^(?:lingua|langue|idioma|lengua|língua|sprache|taal)\s?:?\s/iu

function languageAt(given: string): LanguageName | null {
  const from = WORD_LANGUAGE.exec(given)?.[0].length ?? 0
  const text = given.slice(from)
  const words = [...text.matchAll(/[\p{L}\p{M}'-]+/gu)].slice(0, MAX_WORDS)
  for (let count = words.length; count >= 1; count--) {
    const last = words[count - 1]
    if (!last || words[0]?.index !== 0) continue
    const length = last.index + last[0].length
    const language = NAMES.get(foldWords(text.slice(0, length)))
    if (language) return { language, from, length }
  }
  return null
}

/** 'Native English', 'Muttersprache: Deutsch'. */
function languageAfterLevel(text: string): LanguageName | null {
  const words = [...text.matchAll(/(?<=[\s:])\p{L}[\p{L}\p{M}'-]*/gu)].slice(0, MAX_WORDS)
  for (const { index } of words) {
    const found = languageAt(text.slice(index))
    if (found && isLevel(text.slice(0, index))) return { ...found, from: index + found.from }
  }
  return null
}

function levelText(piece: Slice, from: number, to = piece.text.length): Field<string> | null {
  const text = piece.text.slice(from, to).replace(/^[\s:(–—-]+|[\s).:]+$/g, '')
  if (text === '' || text.length > MAX_LEVEL) return null
  const start = sliceSpan(piece).start + piece.text.indexOf(text, from)
  return new Field(text, 0.9, { page: piece.line.page, start, end: start + text.length })
}

function languageNames(): Map<string, string> {
  const names = new Map<string, string>()
  const english = new Intl.DisplayNames('en', { type: 'language' })
  const displays = LOCALES.map(
    (locale) => new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' }),
  )
  for (const code of CODES) {
    const name = english.of(code) ?? code
    const own = new Intl.DisplayNames(code, { type: 'language', fallback: 'none' })
    for (const display of [...displays, own]) {
      const local = display.of(code)
      if (local) names.set(foldWords(local), name)
    }
  }
  for (const [name, aliases] of Object.entries(ALIASES)) {
    for (const alias of aliases.split('|')) names.set(foldWords(alias), name)
  }
  return names
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Map<string, T>()
  for (const item of items) if (!seen.has(key(item))) seen.set(key(item), item)
  return [...seen.values()]
}
