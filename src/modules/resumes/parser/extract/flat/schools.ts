import { isFieldWord, isSchoolAcronym, isSchoolKey } from '#src/modules/resumes/parser/words/studies.ts'
import { isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import { endsSentence, folded, isCapitalised, isCaps, isMark, type Word, wordsOf } from './running-text.ts'

const MAX_BEFORE = 5
const MAX_AFTER = 7
const MAX_SCHOOLS = 300
/** Subjects that schools are named after. */
const OF_SCHOOLS =
  /^(?:engineering|medical|community|business|law|technical|technological|agricultural|arts?|science|sciences|commerce|management|international|public|nursing|dental|secondary|elementary|middle|modern|music|film|fashion|design|pharmacy|polytechnic|education|national|military|christian|catholic|graduate|teachers?)$/

interface Found {
  from: number
  to: number
}

/** The names of schools in running text, by the words such names have: 'State University', 'Institute of Technology'. */
export function schoolsIn(text: string, degrees: readonly Found[]): Found[] {
  const words = wordsOf(text)
  const ofDegrees = startsWithin(words, degrees)
  const found: Found[] = []
  let floor = 0
  for (let i = 0; i < words.length && found.length < MAX_SCHOOLS; i++) {
    const word = words[i]
    if (!word || !isCapitalised(word)) continue
    const isAcronym = isSchoolAcronym(word.text)
    if (!isAcronym && !isSchoolKey(word.text)) continue
    const first = isAcronym ? i : nameStart(words, i, (at) => at < floor || ofDegrees.has(at))
    const last = nameEnd(words, i)
    const [from, to] = [words[first]?.from ?? word.from, words[last]?.to ?? word.to]
    if (first < last || isAcronym) found.push({ from, to: trimmed(text, to) })
    floor = last + 1
    i = last
  }
  return found
}

/** Which words begin inside of the given stretches, both being in order. */
function startsWithin(words: readonly Word[], stretches: readonly Found[]): Set<number> {
  const inside = new Set<number>()
  let next = 0
  for (const [i, word] of words.entries()) {
    while ((stretches[next]?.to ?? Number.POSITIVE_INFINITY) <= word.from) next += 1
    if ((stretches[next]?.from ?? Number.POSITIVE_INFINITY) <= word.from) inside.add(i)
  }
  return inside
}

const trimmed = (text: string, to: number) =>
  to - (/[.,;:|)]+$/.exec(text.slice(Math.max(0, to - 3), to))?.[0].length ?? 0)

function nameStart(words: readonly Word[], key: number, isTaken: (at: number) => boolean): number {
  const before = words[key - 1]
  // 'University of ...' begins with itself, after its article.
  if (/^univ/i.test(words[key]?.text ?? '') && /^(?:of|at)$/i.test(words[key + 1]?.text ?? ''))
    return before?.text === 'The' ? key - 1 : key
  let start = key
  for (let i = key - 1; i >= Math.max(0, key - MAX_BEFORE) && !isTaken(i); i--) {
    if (isLink(words, i)) continue
    const word = words[i]
    if (!word || endsName(word) || !belongsBefore(word, i < key - 1 ? words[start] : undefined)) break
    start = i
  }
  // 'BSc Science Harrow College': the subject is of the degree, not of the school.
  while (
    start < key - 1 &&
    isFieldWord(words[start]?.text ?? '') &&
    !isFieldWord(words[start + 1]?.text ?? '')
  )
    start += 1
  return start
}

/** A small word between two words of a name. */
const isLink = (words: readonly Word[], i: number) =>
  LINK.test(words[i]?.text ?? '') && isCapitalised(words[i - 1]) && !endsName(words[i - 1])

const LINK = /^(?:of|and|&|the)$/i

/** A word of the school's name, in the letters of what follows. */
function belongsBefore(word: Word, after: Word | undefined): boolean {
  if (!isCapitalised(word) || /^\d/.test(word.text) || isTitle(folded(word))) return false
  if (isFieldWord(word.text) && !OF_SCHOOLS.test(folded(word))) return false
  return !after || isCaps(word) === isCaps(after) || /^\p{Lu}{1,5}\.?$/u.test(word.text)
}

const endsName = (word: Word | undefined) =>
  !word || isMark(word) || /[,:;)|]$/.test(word.text) || endsSentence(word)

const TAIL = /^(?:of|for|at|in|de|del|di|della|do|da)$/i
const SMALL = /^(?:of|for|and|&|the|in|de|la|del|di|da|do)$/i

/** 'of Technology and Science', also a school within a school: 'University College'. */
function nameEnd(words: readonly Word[], key: number): number {
  if (endsName(words[key])) return key
  let end = isSchoolKey(words[key + 1]?.text ?? '') ? key + 1 : key
  if (endsName(words[end]) || !TAIL.test(words[end + 1]?.text ?? '')) return end
  for (let i = end + 1; i <= key + MAX_AFTER; i++) {
    const word = words[i]
    if (word && SMALL.test(word.text)) continue
    if (!word || !isCapitalised(word) || /^\d/.test(word.text)) break
    end = i
    const next = words[i + 1]?.text ?? ''
    if (endsName(word) || !(SMALL.test(next) || isFieldWord(next))) break
  }
  return end
}
