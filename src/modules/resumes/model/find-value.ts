import type { Span } from '../parser/types.ts'

/** The text of a resume, made to look values up in. */
export interface Haystack {
  /** Folded: compatibility forms, case and runs of space are one. */
  folded: string
  /** Where each unit of `folded` came from in the text. */
  places: number[]
  text: string
  pageAt(start: number): number
}

export function haystackOf(text: string, pageAt: (start: number) => number): Haystack {
  let folded = ''
  const places: number[] = []
  for (let at = 0; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
    const plain = /\s/.test(character) ? ' ' : character.normalize('NFKC').toLowerCase()
    if (plain !== ' ' || !folded.endsWith(' ')) {
      folded += plain
      for (let i = 0; i < plain.length; i++) places.push(at)
    }
    at += character.length
  }
  places.push(text.length)
  return { folded, places, text, pageAt }
}

/**
 * Where the text says a value, as words of their own in a line that is no running sentence; undefined where it does not.
 * What a sentence tells somebody to write down is thereby not taken for what the resume says.
 */
export function findValue(haystack: Haystack, value: string): Span | undefined {
  const { folded, places, text, pageAt } = haystack
  const needle = value.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
  if (!/[\p{L}\p{N}]/u.test(needle)) return undefined
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) {
    const end = at + needle.length
    if (goesOnBefore(folded, at) || goesOnAfter(folded, end)) continue
    const start = places[at] ?? 0
    const last = places[end - 1] ?? start
    const stop = last + String.fromCodePoint(text.codePointAt(last) ?? 0).length
    if (partAround(text, start, stop).length <= MAX_WORDS + wordsOf(needle).length)
      return { page: pageAt(start), start, end: stop }
  }
  return undefined
}

/** Besides the value itself, in its part of a line: a heading, a date, a town. */
const MAX_WORDS = 5

/** 'C' is not said by 'C++', 'C#' or 'Objective-C', nor 'Node' by 'Node.js'. */
const goesOnBefore = (folded: string, at: number): boolean =>
  isWordChar(folded[at - 1]) || (JOINS.test(folded[at - 1] ?? '') && isWordChar(folded[at - 2]))
const goesOnAfter = (folded: string, end: number): boolean =>
  isWordChar(folded[end]) ||
  /[+#]/.test(folded[end] ?? '') ||
  (JOINS.test(folded[end] ?? '') && isWordChar(folded[end + 1]))

const JOINS = /[.&'’_-]/

const isWordChar = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character)

/** The words of the part of a line that a value stands in: lines are parted by commas and the like. */
function partAround(text: string, start: number, end: number): string[] {
  const before = text.slice(0, start).split(PARTS).at(-1) ?? ''
  const after = text.slice(end).split(PARTS, 1)[0] ?? ''
  return wordsOf(before + text.slice(start, end) + after)
}

const PARTS = /[\n\t,;|•·()/]/

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.+#-]*/gu) ?? []
