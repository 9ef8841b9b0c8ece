import { findDates } from '#src/modules/resumes/parser/extract/dates.ts'
import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { headerCuts } from './headers-inside.ts'
import { headingAt } from './headings-inside.ts'
import { withinReach } from './look.ts'
import { openingName } from './opening.ts'
import {
  endsSentence,
  isCapitalised,
  isMark,
  lineAt,
  runningText,
  type Word,
  wordsOf,
} from './running-text.ts'

/**
 * Text whose lines are lost, as lines again: a heading, a bullet, a sentence, a contact, and what stands around a
 * date are each a line.
 */
export function segmentRunningText(given: readonly Line[]): Line[] {
  const near = withinReach(given)
  return [...segments(near), ...given.slice(near.length)]
}

function segments(given: readonly Line[]): Line[] {
  const running = runningText(given)
  const words = wordsOf(running.text)
  const cuts = new Set<number>([0])
  const headings = new Set<number>()
  const name = openingName(words)
  if (name) cuts.add(name.from).add(name.to)
  for (let i = name?.to ?? 0; i < words.length; i++) {
    const length = headingAt(words, i)
    if (length > 0) {
      cuts.add(i).add(i + length)
      headings.add(i)
      i += length - 1
    } else if (cutsBefore(words, i)) cuts.add(i)
  }
  cutLongOnes(words, cuts)
  for (const cut of headerCuts(words, findDates(running.text), cuts)) cuts.add(cut)
  const starts = [...cuts].filter((i) => i < words.length).sort((a, b) => a - b)
  return starts.flatMap((i, n) => {
    const [first, last] = [words[i], words[(starts[n + 1] ?? words.length) - 1]]
    const line = first && last ? lineAt(running, first.from, last.to) : null
    if (!line) return []
    return [headings.has(i) ? asHeading(line) : line]
  })
}

function asHeading(line: Line): Line {
  const text = line.text.replace(/:$/, '')
  return { ...line, text, end: line.start + text.length, heading: true, gap: true }
}

/** Patterns look at lines of a bounded length. */
function cutLongOnes(words: readonly Word[], cuts: Set<number>): void {
  let start = 0
  for (const [i, word] of words.entries()) {
    if (!cuts.has(i) && word.to - start <= LIMITS.line) continue
    cuts.add(i)
    start = word.from
  }
}

const CONTACT_LABEL =
  /^(?:e-?mail|phone|mobile|cell|tel|telephone|fax|address|contact|home|linkedin|github|website|web|skype|dob)\s?[:#.-]/i
const IS_BULLET = /^[•◦▪▫■□●○‣⁃∙·➢➤►▶✓✔❖◆◇★☆]/u

function cutsBefore(words: readonly Word[], i: number): boolean {
  const [before, word] = [words[i - 1], words[i]]
  if (!word || !before) return false
  if (IS_BULLET.test(word.text)) return !IS_BULLET.test(before.text)
  if (isMark(before)) return false
  if (endsSentence(before) && isCapitalised(word)) return true
  return CONTACT_LABEL.test(word.text) || /@[\w.-]+\.\w/.test(before.text)
}
