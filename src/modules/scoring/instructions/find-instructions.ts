import { isEnglishOrder } from './english.ts'
import { isAnswer, isExport, isMarkup } from './markup.ts'
import { fold, readingsOf } from './readings.ts'
import { linesIn, type Stretch, sentencesIn } from './sentences.ts'
import { isForeignOrder } from './tongues.ts'

export type { Stretch } from './sentences.ts'

/**
 * Where a text speaks to a machine that reads it, or to whoever runs one, instead of about a person: whole sentences,
 * and whole lines where nothing else stands in them. In reading order, in time in proportion to the text.
 */
export function findInstructions(text: string): Stretch[] {
  const lines = linesIn(text).map((line) => new Line(text, line))
  const mayAnswer = !isExport(text)
  for (const line of lines) line.look(mayAnswer)
  for (const i of lines.keys()) lookOver(lines.slice(i, i + BROKEN_IN))
  if (!lines.some(({ found }) => found.size > 0)) return []
  for (const [i, line] of lines.entries()) line.lookAfter(lines[i + 1])
  return merged(lines.flatMap((line, i) => line.leftOut([lines[i - 1], lines[i + 1]])))
}

/** Whether a text, as one sentence, is such an instruction. */
export function isInstruction(text: string): boolean {
  return isMarkup(text) || isAnswer(text) || isOrder(text)
}

/** The text with spaces for what speaks to a machine; lengths, and so offsets, stay. Lines of nothing else join the next. */
export function blankInstructions(text: string): string {
  let blanked = text
  for (const { start, end } of findInstructions(text)) {
    const isLine = (start === 0 || text[start - 1] === '\n') && text[end] === '\n'
    const stop = isLine ? end + 1 : end
    blanked = blanked.slice(0, start) + ' '.repeat(stop - start) + blanked.slice(stop)
  }
  return blanked
}

/** Over so many lines an order may be broken. */
const BROKEN_IN = 3
/** A line of this length may have ended for want of room. */
const LONG_LINE = 60
/** With fewer, what is left of a line is no sentence. */
const FEWEST_WORDS = 4

class Line implements Stretch {
  readonly text: string
  readonly start: number
  readonly end: number
  /** With offsets within the line. */
  readonly sentences: readonly Stretch[]
  /** Those that are, or belong to, an instruction. */
  readonly found = new Set<Stretch>()

  constructor(document: string, { start, end }: Stretch) {
    this.text = document.slice(start, end)
    this.start = start
    this.end = end
    this.sentences = sentencesIn(this.text)
  }

  said({ start, end }: Stretch): string {
    return this.text.slice(start, end)
  }

  look(mayAnswer: boolean): void {
    const isWhole = isMarkup(this.text) || (mayAnswer && isAnswer(this.text))
    for (const sentence of this.sentences)
      if (isWhole || isOrder(this.said(sentence))) this.found.add(sentence)
  }

  /** What follows an instruction and is part of it: in this line, and where it goes on in the next. */
  lookAfter(next: Line | undefined): void {
    if (this.found.size === 0) return
    let isAfter = false
    for (const sentence of this.sentences) {
      if (isAfter && isRest(this.said(sentence))) this.found.add(sentence)
      isAfter = this.found.has(sentence)
    }
    const [first] = next?.sentences ?? []
    if (!isAfter || !next || !first || !goesOn(this.text, next.text)) return
    if (this.text.length >= LONG_LINE || REST.test(fold(next.said(first)))) next.found.add(first)
  }

  /** As offsets of the document. Signs alone beside an instruction are its frame. */
  leftOut(neighbours: readonly (Line | undefined)[]): Stretch[] {
    const isFrame = wordCount(this.text) === 0 && neighbours.some((line) => line && line.found.size > 0)
    if (isFrame) return [this]
    if (this.found.size === 0) return []
    const rest = this.sentences.filter((sentence) => !this.found.has(sentence)).map((each) => this.said(each))
    if (wordCount(rest.join(' ')) < FEWEST_WORDS) return [this]
    return [...this.found]
      .map(({ start, end }) => ({ start: this.start + start, end: this.start + end }))
      .sort((a, b) => a.start - b.start)
  }
}

/** Finds a sentence over several lines that is an order, and whose parts are none. */
function lookOver(lines: readonly Line[]): void {
  const [first] = lines
  if (!first || first.found.size > 0) return
  let whole = first.text
  for (const [i, next] of lines.entries()) {
    if (i === 0) continue
    if (next.found.size > 0 || !goesOn(whole, next.text)) return
    whole = `${whole} ${next.text}`
    const parts = lines.slice(0, i + 1)
    const sentences = parts.flatMap(
      (line, at) => (at === 0 ? line.sentences.at(-1) : line.sentences[0]) ?? [],
    )
    if (!isOrder(parts.map((line, at) => line.said(sentences[at] ?? line)).join(' '))) continue
    for (const [at, line] of parts.entries()) line.found.add(sentences[at] ?? line)
    return
  }
}

const isOrder = (sentence: string): boolean =>
  readingsOf(sentence).some((reading) => isEnglishOrder(reading) || isForeignOrder(reading))

/** Whether a line goes on in the next one. */
const goesOn = (line: string, next: string): boolean =>
  /^\p{Ll}/u.test(next) && !/[.!?:]["')\]]{0,3}\s?$/.test(line.slice(-5))

/** What an order is followed by: its reasons, its amount, or a word to be repeated. */
const isRest = (sentence: string): boolean => wordCount(sentence) < FEWEST_WORDS || REST.test(fold(sentence))
const REST =
  /^(?:print|repeat|output|show|reveal|say|return|tell)\b|\b(?:candidate|applicant|resume|cv|scores?|rating|your?|instructions?|rules|prompt|this person)\b/

const wordCount = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0

/** Stretches that touch are one. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = []
  for (const { start, end } of stretches) {
    const last = all.at(-1)
    if (last && start <= last.end + 1) last.end = end
    else all.push({ start, end })
  }
  return all
}
