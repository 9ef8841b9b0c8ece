import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import {
  endsSentence,
  folded,
  isCapitalised,
  isCaps,
  isConnector,
  isMark,
  type Word,
} from './running-text.ts'

const MAX_WORDS = 5
/** Headings that stand for themselves as one word; others of one word are words of the text too. */
const STRONG = new Set(
  `experience education skills summary objective certifications languages profile qualifications employment
  competencies achievements accomplishments references interests hobbies awards projects publications
  certification academics training trainings affiliations memberships declaration strengths overview highlights`.split(
    /\s+/,
  ),
)
const NOT_BEFORE =
  /^(?:of|in|the|a|an|and|with|for|to|my|our|your|their|his|her|&|or|on|from|by|as|years?|strong|special|higher|technical|work|continuing|physical|relevant|professional|this|any|its|their|good|excellent|proven)$/i
const NOT_AFTER =
  /^(?:of|in|and|with|to|for|&|or|as|is|are|was|were|at|on|from|by|the|that|including|such|using|within|level|development)$/i

/** How many words from here on are a heading inside the text; 0 for none. */
export function headingAt(words: readonly Word[], i: number): number {
  const first = words[i]
  if (!first || !isCapitalised(first) || /\d/.test(first.text)) return 0
  for (let length = MAX_WORDS; length >= 1; length--) {
    const group = words.slice(i, i + length)
    const last = group.at(-1)
    if (group.length < length || !last) continue
    const text = group.map((word) => word.text).join(' ')
    const section = sectionNamed(text.replace(/[:–-]+$/, ''))
    if (section && standsApart(words, i, group, text)) return length
  }
  return 0
}

function standsApart(words: readonly Word[], i: number, group: readonly Word[], text: string): boolean {
  const [before, after] = [words[i - 1], words[i + group.length]]
  if (group.some((word) => !isCapitalised(word) && !isConnector(word))) return false
  if (isLedTo(before) || goesOn(group, after)) return false
  const isLabel = text.endsWith(':')
  if (group.length === 1 && !STRONG.has(folded(group[0]))) return isLabel && isFree(before)
  if (isLabel) return true
  if (!after || /^[,&/]/.test(after.text)) return false
  const beginsNext = isCapitalised(after) || isMark(after)
  if (group.every((word) => isCaps(word) || isMark(word) || isConnector(word)))
    return group.length > 1 || !isCaps(after) || isFree(before) || !isTitle(folded(after))
  return beginsNext && (group.length > 1 || (isFree(before) && !isTitle(folded(after))))
}

/** 'years of experience', 'sales, marketing, education': the word before leads to it. */
const isLedTo = (before: Word | undefined) =>
  before !== undefined &&
  !isMark(before) &&
  (/[,&/(-]$/.test(before.text) || (NOT_BEFORE.test(folded(before)) && !endsSentence(before)))

/** 'Experience with Java', unless it is written as a heading and what follows as a sentence: 'OBJECTIVE To lead'. */
const goesOn = (group: readonly Word[], after: Word | undefined) =>
  after !== undefined &&
  NOT_AFTER.test(folded(after)) &&
  !isCaps(after) &&
  !(isCapitalised(after) && group.every(isCaps))

/** Nothing before it that it could belong to: a sentence's end, a mark, a number, a word of prose. */
const isFree = (before: Word | undefined) =>
  before === undefined ||
  endsSentence(before) ||
  isMark(before) ||
  !isCapitalised(before) ||
  /\d$/.test(before.text)
