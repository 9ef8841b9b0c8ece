import { degreesIn, isFieldWord, isSchoolAcronym, isSchoolKey } from '#src/modules/resumes/parser/words/studies.ts'
import { isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import { endsSentence, folded, isCapitalised, isCaps, isConnector, isMark, type Word, wordsOf } from './running-text.ts'

const MAX_BEFORE = 5
const MAX_AFTER = 7
/** Subjects that schools are named after. */
const OF_SCHOOLS =
  /^(?:engineering|medical|community|business|law|technical|technological|agricultural|arts?|science|sciences|commerce|management|international|public|nursing|dental|secondary|elementary|middle|modern|music|film|fashion|design|pharmacy|polytechnic|education|national|military|christian|catholic|graduate|teachers?)$/

/** The names of schools in running text, by the words such names have: 'State University', 'Institute of Technology'. */
export function schoolsIn(text: string): Array<{ from: number; to: number }> {
  const words = wordsOf(text)
  const degrees = degreesIn(text)
  const found: Array<{ from: number; to: number }> = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (!word || !isCapitalised(word) || !(isSchoolKey(word.text) || isSchoolAcronym(word.text))) continue
    const floor = found.at(-1)?.to ?? 0
    const first = isSchoolAcronym(word.text) ? i : nameStart(words, i, floor, (at) => degrees.some(({ from, to }) => at >= from && at < to))
    const last = nameEnd(words, i)
    const [from, to] = [words[first]?.from ?? word.from, words[last]?.to ?? word.to]
    if (first < last || isSchoolAcronym(word.text)) found.push({ from, to: trimmed(text, to) })
    i = last
  }
  return found
}

const trimmed = (text: string, to: number) => to - (/[.,;:|)]+$/.exec(text.slice(Math.max(0, to - 3), to))?.[0].length ?? 0)

function nameStart(words: readonly Word[], key: number, floor: number, isDegree: (at: number) => boolean): number {
  // 'University of ...' begins with itself, after its article.
  if (/^(?:of|at)$/i.test(words[key + 1]?.text ?? '') && /^univ/i.test(words[key]?.text ?? '')) {
    return /^the$/i.test(words[key - 1]?.text ?? '') && isCapitalised(words[key - 1]) ? key - 1 : key
  }
  let start = key
  for (let i = key - 1; i >= Math.max(0, key - MAX_BEFORE); i--) {
    const word = words[i]
    if (!word || word.from < floor || isDegree(word.from) || endsName(word)) break
    if (isConnector(word)) {
      if (!/^(?:of|and|&|the)$/i.test(word.text) || !isCapitalised(words[i - 1]) || endsName(words[i - 1])) break
      continue
    }
    if (!isCapitalised(word) || /^\d/.test(word.text) || isTitle(folded(word))) break
    if (isFieldWord(word.text) && !OF_SCHOOLS.test(folded(word))) break
    if (i < key - 1 && isCaps(word) !== isCaps(words[start]) && !/^\p{Lu}{1,5}\.?$/u.test(word.text)) break
    start = i
  }
  return start
}

const endsName = (word: Word | undefined) => !word || isMark(word) || /[,:;)|]$/.test(word.text) || endsSentence(word)

/** 'of Technology and Science', also a school within a school: 'University College'. */
function nameEnd(words: readonly Word[], key: number): number {
  let end = key
  if (endsName(words[key])) return end
  if (isSchoolKey(words[key + 1]?.text ?? '')) end = key + 1
  if (endsName(words[end]) || !/^(?:of|for|at|in|de|del|di|della|do|da)$/i.test(words[end + 1]?.text ?? '')) return end
  for (let i = end + 1; i <= key + MAX_AFTER && i < words.length; i++) {
    const word = words[i]
    if (!word) break
    const isSmall = /^(?:of|for|and|&|the|in|de|la|del|di|da|do)$/i.test(word.text)
    if (isSmall) continue
    if (!isCapitalised(word) || /^\d/.test(word.text)) break
    end = i
    if (endsName(word)) break
    if (!/^(?:of|and|&|the|de|la|del)$/i.test(words[i + 1]?.text ?? '') && !isFieldWord(words[i + 1]?.text ?? '')) break
  }
  return end
}
