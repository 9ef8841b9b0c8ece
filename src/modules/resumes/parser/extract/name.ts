import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field } from '#src/modules/resumes/parser/text/field.ts'
import { cut, type Slice, sliceOf, sliceSpan, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
import { isInstitution } from '#src/modules/resumes/parser/words/degrees.ts'
import { foldWords } from '#src/modules/resumes/parser/words/fold.ts'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { isCompany, isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import { locationCountry } from './location.ts'
import { firstAndLast, isCapitals, isEastAsianName, PARTICLES } from './name-parts.ts'

interface PersonName {
  full: Field<string>
  first: Field<string>
  last: Field<string> | null
}

const LABEL =
  /^(?:full name|name|first and last name|nom(?: et pr[eé]nom| complet)?|pr[eé]nom et nom|nombre(?: completo| y apellidos)?|apellidos y nombre|nome(?: e cognome| completo)?|cognome e nome|naam|voor- en achternaam|(?:vor- und (?:nachname|zuname))|vorname,? name|姓\s?名|氏\s?名|名前|이\s?름|성\s?명)\s{0,3}[:：\t]\s{0,3}/i
/** Titles and forms of address, of which several may stand in a row: 'Prof. Dr. med.'. */
const BEFORE =
  /^(?:(?:dr|prof|mr|mrs|ms|miss|mx|sir|dame|rev|hon|herr|frau|m|mme|mlle|monsieur|madame|sr|sra|srta|d|dña|don|doña|dott|dott\.ssa|dr\.ssa|sig|sig\.ra|sig\.na|ing|eng|arch|avv|lic|dipl\.-\p{L}{2,9}|mag|priv\.-doz|pd|ir|drs|mr\.dr|dhr|mevr|de heer|mevrouw|med|rer|nat|phil|jur|habil|h\.c)(?:\.\s?|\s))+/iu
/** What follows a name after a comma or a space, and is not part of it. */
const AFTER =
  /^(?:ph\.?\s?d|m\.?d|mba|m\.?\s?(?:sc?|a|eng|ed)|b\.?\s?(?:sc?|a|eng|ed)|pe|p\.eng|cpa|pmp|cfa|acca|rn|bsn|esq|jr|sr|i{2,3}|iv|dr|ll\.?[mb]|dipl|he\/him|she\/her|they\/them)\b/i
const SUFFIX = /(?:,?\s(?:ph\.?d|mba|m\.?sc|b\.?sc|m\.d|cpa|pmp|cfa|esq|ll\.?m|rn|pe)\.?)+$/i
const NOT_NAMES =
  /^(?:curriculum vitae|curriculum|resume|résumé|cv|lebenslauf|bewerbung|curr[ií]culo|履歴書|職務経歴書|简历|個人簡歷|个人简历|简歷|이력서|자기소개서|page|confidential|portfolio|phone|email|e-mail|address|mobile|linkedin|github|website|contact|date of birth|nationality|available|open to work)\b/i
/** Words of the paper and of addresses, which no name has. */
const NOT_NAME_WORDS = new Set(
  `resume résumé cv vitae curriculum samples template example examples name names career careers education experience
  objective objectives summary profile professional skills skill seeker applicant contact phone email e-mail address
  avenue drive boulevard apartment city state zip code country highlights progression lifecycle
  development traditional your title margins department university college school centre center social media
  guide updated current personal information details technical tools last work employment references qualifications
  management marketing engineering services systems team project projects february september october november
  december`.split(/\s+/),
)
/** Such words that some people are called by: 'June Carter', 'Sam Sample'. */
const ALSO_NAMES = new Set(
  'sample page lane street road styles font january march april june july august'.split(' '),
)

const bareWord = (word: string) => word.toLowerCase().replace(/[,:.]+$/, '')

/** 'Resume', 'Street', 'University': of the paper or an address. */
export const isWordOfPaper = (word: string): boolean => isNoName(word) || ALSO_NAMES.has(bareWord(word))

const isNoName = (word: string) => NOT_NAME_WORDS.has(bareWord(word))

/** A shorter score is no name; what the look of the words alone can give of it. */
const [MIN_SCORE, MAX_SHAPE] = [3.4, 3]

interface Candidate {
  slice: Slice
  score: number
}

/** The name among the first lines: large, early, made of capitalised words, and best of all echoed by the e-mail address. */
export function findName(lines: readonly Line[], email: string | null): PersonName | null {
  const firstPage = lines.filter((line) => line.page === 1)
  const maxSize = Math.max(0, ...firstPage.map((line) => line.size))
  const local = foldWords(email?.split('@')[0] ?? '').replace(/[\d ]+/g, '')
  let best: Candidate | null = null
  for (const [i, line] of firstPage.entries()) {
    for (const slice of nameSlices(firstPage, i)) {
      const size = line.size > 0 && line.size >= maxSize * 0.98 ? 3 : 0
      const stand = size + Math.max(0, 3 - i * 0.35) + echo(slice.text, local) + (line.bold ? 0.3 : 0)
      const least = best?.score ?? MIN_SCORE
      // The shape is the dearest question, and the last.
      if (stand + MAX_SHAPE <= least) continue
      const shape = nameShape(slice.text)
      if (shape > 0 && shape + stand > least) best = { slice, score: shape + stand }
    }
  }
  return best ? nameParts(best) : null
}

/** A labelled name, or the cells of a line; a name may be set on several lines of one large size. */
function nameSlices(lines: readonly Line[], i: number): Slice[] {
  const line = lines[i]
  if (!line) return []
  const whole = sliceOf(line)
  const label = LABEL.exec(whole.text)?.[0]
  if (label) return [cut(whole, label.length)]
  const parts = splitSlice(whole, /\t|\s?[|•·,]\s?|\s[-–—]\s|\s?\(|\)/g).slice(0, 3)
  const text = wrappedName(lines, i)
  return text === line.text ? parts : [{ line: { ...line, text }, from: 0, text }, ...parts]
}

const MAX_LINES = 3

/** A line with the single words below it that are of the same name: its second half, or what found no room. */
function wrappedName(lines: readonly Line[], i: number): string {
  const first = lines[i]
  let text = first?.text ?? ''
  const isWhole = text.split(' ').length > MAX_UPPER || isEastAsianName(text) || sectionNamed(text)
  if (!first || first.size === 0 || isWhole) return text
  for (let next = i + 1; next < i + MAX_LINES; next++) {
    const line = lines[next]
    const goesOn = line?.wrapped || /\p{L}-$/u.test(text) || (next === i + 1 && isSingleWord(text))
    if (!line || !goesOn || line.size !== first.size || !isSingleWord(line.text) || sectionNamed(line.text))
      break
    text = /\p{L}-$/u.test(text) ? text + line.text : `${text} ${line.text}`
  }
  return text
}

/** Words of a name before the last. */
const MAX_UPPER = 4

const isSingleWord = (text: string) => /^[\p{L}\p{M}'’-]{2,30}$/u.test(text)

const WORD = /^['’]?[\p{L}\p{M}][\p{L}\p{M}'’.-]{0,29}$/u

/** Two Han characters are a whole name. */
const isTooShort = (text: string) => text.length < (/^\p{Script=Han}/u.test(text) ? 2 : 3)

/** 0 is no name at all. */
function nameShape(text: string): number {
  if (/\d|@|[:/]/.test(text)) return 0
  const bareText = text.replace(BEFORE, '').replace(SUFFIX, '')
  const words = bareText.split(/\s+/)
  if (words.length > 6 || bareText.length > 60 || isTooShort(bareText)) return 0
  if (!words.every((word) => WORD.test(word)) || words.some(isNoName) || words.every(isWordOfPaper)) return 0
  if (NOT_NAMES.test(bareText) || AFTER.test(bareText)) return 0
  if (words.every((word) => sectionNamed(word))) return 0
  if (isCompany(bareText) || sectionNamed(bareText) || locationCountry(bareText)) return 0
  const isWritten = words.every(
    (word) => /^\p{Lu}|^[^\p{Lu}\p{Ll}]/u.test(word) || PARTICLES.has(word.toLowerCase()),
  )
  const doubt = isTitle(bareText) || isInstitution(bareText) ? 2.5 : 0
  if (words.length === 1) return isEastAsianName(bareText) ? 2.5 : 0.5
  return Math.max(0.1, (isWritten ? 2.5 : 0.8) + (words.length <= 4 ? 0.5 : 0) - doubt)
}

/** How much of the name the address repeats: 'jane.doe', 'jdoe', 'janed'. */
function echo(text: string, local: string): number {
  if (local.length < 3) return 0
  const words = foldWords(text)
    .split(' ')
    .filter((word) => word.length >= 2)
  const hits = words.filter((word) => word.length >= 3 && local.includes(word)).length
  if (hits >= 2) return 5
  return hits === 1 && words.length >= 2 ? 3 : 0
}

function nameParts({ slice, score }: Candidate): PersonName {
  const before = BEFORE.exec(slice.text)?.[0].length ?? 0
  const after = SUFFIX.exec(slice.text)?.index
  const bareSlice = before > 0 || after !== undefined ? cut(slice, before, after) : slice
  const confidence = Math.min(0.98, 0.4 + score * 0.06)
  const words = bareSlice.text.split(/\s+/)
  const [first, last] = firstAndLast(words)
  const span = sliceSpan(bareSlice)
  return {
    full: new Field(words.map(proper(words)).join(' '), confidence, span),
    first: new Field(first.map(proper(words)).join(' '), confidence * 0.95, span),
    last: last.length > 0 ? new Field(last.map(proper(words)).join(' '), confidence * 0.95, span) : null,
  }
}

/** A name set in capitals is written as names are. */
function proper(words: string[]): (word: string) => string {
  if (!words.some(isCapitals) && !words.every((word) => word === word.toLowerCase())) return (word) => word
  return (word) => {
    if (word === word.toUpperCase() && PARTICLES.has(word.toLowerCase())) return word.toLowerCase()
    if (!isCapitals(word) && word !== word.toLowerCase()) return word
    if (PARTICLES.has(word)) return word
    return word.toLowerCase().replace(/(?<=^|[-'’])\p{L}/gu, (letter) => letter.toUpperCase())
  }
}
