import { expect, test } from 'vitest'
import type { Chunk } from './chunks.ts'
import { joinLetters } from './letters.ts'

/** Letters of a width of 6 at the given places; a longer text is a chunk of its own. */
const line = (...parts: Array<[string, number]>): Chunk[] =>
  parts.map(([text, x0]) => ({ text, x0, x1: x0 + 6 * text.length, y: 100, h: 10, bold: false, page: 1 }))

const joined = (chunks: Chunk[]) => joinLetters(chunks).map(({ text }) => text)

test('letters at one rhythm are a word, wider gaps are its spaces', () => {
  expect(
    joined(line(['W', 0], ['O', 7], ['R', 14], ['K', 21], ['L', 32], ['I', 39], ['F', 46], ['E', 53])),
  ).toEqual(['WORK LIFE'])
})

test('two letters alone are a word when they nearly touch', () => {
  expect(joined(line(['2019', 0], ['T', 28], ['O', 35], ['2020', 45]))).toEqual(['2019', 'TO', '2020'])
  expect(joined(line(['A', 0], ['B', 12]))).toEqual(['A B'])
})

test('letters in cells of their own stay apart', () => {
  expect(joined(line(['A', 0], ['B', 100], ['C', 200]))).toEqual(['A', 'B', 'C'])
})
