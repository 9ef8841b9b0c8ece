import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { type Slice, sliceOf } from '#src/modules/resumes/parser/text/slice.ts'
import { isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import { endsSentence, folded, isCapitalised, isCaps, isMark, type Word, wordsOf } from './running-text.ts'

const LEGAL_FORM =
  /^(?:inc|llc|l\.l\.c|ltd|limited|corp|corporation|gmbh|plc|llp|pvt|private|pty|incorporated|s\.a|s\.p\.a|b\.v|n\.v)[.,;:)]*$/i
const FORMS_AFTER = /^(?:ltd|limited|llc|inc|pvt|private|co|corp|india)[.,;:)]*$/i
/** Words that names of employers end with, believed where jobs are told. */
const KIND =
  /^(?:technologies|solutions|systems|services|consulting|consultancy|consultants|associates|partners|group|industries|enterprises|laboratories|labs|bank|hospital|hospitals|clinic|infotech|infosystems|softwares?|software|motors|motor|airlines|airways|insurance|foundation|restaurant|hotel|hotels|pharmaceuticals|pharma|communications|telecom|networks|international|global|agency|studios|university|college|school|schools|academy|institute|company|co|council|ministry|center|centre|library|museum|society|association|network)[.,;:)]*$/i
const MAX_NAME = 6

/** Names of employers by their last words; a legal form tells one anywhere, other words only where jobs are told. */
export const companiesIn = (lines: readonly Line[], isOfJobs: boolean): Slice[] =>
  lines.flatMap((line) => companiesOf(line, isOfJobs))

function companiesOf(line: Line, isOfJobs: boolean): Slice[] {
  const words = wordsOf(line.text)
  const found: Slice[] = []
  let floor = 0
  for (let i = 1; i < words.length; i++) {
    if (!endsEmployer(words, i, isOfJobs)) continue
    const start = nameStart(words, i, floor)
    const end = formsEnd(words, i)
    const [first, last] = [words[start], words[end]]
    if (!first || !last || start >= i || !isNameOf(words.slice(start, i))) continue
    found.push(sliceOf(line, first.from, last.to))
    floor = end + 1
    i = end
  }
  return found
}

function endsEmployer(words: readonly Word[], i: number, isOfJobs: boolean): boolean {
  const [before, word] = [words[i - 1], words[i]]
  if (!word || !isCapitalised(word)) return false
  if (LEGAL_FORM.test(word.text)) return true
  // 'Senior Software Engineer' goes on.
  const isTitled = isTitle(folded(words[i + 1])) && !/[,;:]$/.test(word.text)
  return isOfJobs && !isTitled && KIND.test(word.text) && isCaps(before) === isCaps(word)
}

/** 'Pvt. Ltd.' are two. */
function formsEnd(words: readonly Word[], i: number): number {
  let end = i
  while (end < i + 3 && !/[;:)]$|[^.],$/.test(words[end]?.text ?? '')) {
    if (!FORMS_AFTER.test(words[end + 1]?.text ?? '')) break
    end += 1
  }
  return end
}

function nameStart(words: readonly Word[], key: number, floor: number): number {
  let start = key
  for (let i = key - 1; i >= Math.max(floor, key - MAX_NAME); i--) {
    const word = words[i]
    if (!word || (isMark(word) && word.text !== '&')) break
    const isNear = i === key - 1
    if (/[;:|)]$/.test(word.text) || (/,$/.test(word.text) && !isNear) || (endsSentence(word) && !isNear))
      break
    if (/^(?:of|and|&|the|for)$/i.test(word.text)) continue
    if (!isCapitalised(word) || /^\d/.test(word.text) || isTitle(folded(word))) break
    start = i
  }
  return start
}

const VERB_OR_ARTICLE =
  /^(?:the|a|an|my|our|this|in|at|with|for|managed|worked|developed|provided|core|human|web|other|various|all|key|new|customer|client|business|professional|technical|social|financial|health|public|information|management|operating|it|support|software|data|network|community|senior|junior|lead|chief|assistant)$/i

/** At least one word that is a name of its own. */
const isNameOf = (words: readonly Word[]) =>
  words.some((word) => isCapitalised(word) && !VERB_OR_ARTICLE.test(folded(word)))
