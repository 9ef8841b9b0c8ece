import { expect, test } from 'vitest'
import type { RecognizedWord } from './engine.ts'
import { recognizedChunks } from './recognized-chunks.ts'

/** A word in letters of 20 pixels that stands on the given line, as its box goes around them. */
function word(text: string, x0: number, base: number, confidence = 90): RecognizedWord {
  const top = /[A-Zbdhklt\d]/.test(text) ? 14.4 : 10.4
  const below = /[gjpqy]/.test(text) ? 4.2 : 0
  return { text, confidence, bbox: { x0, x1: x0 + 10 * text.length, y0: base - top, y1: base + below } }
}

const read = (...words: RecognizedWord[]) => recognizedChunks([{ words }], 3, 2)

test('words of one line are one text, in points, of a size told by their letters', () => {
  const [chunk, ...more] = read(word('on', 100, 50), word('any', 125, 50), word('Page', 160, 50))
  expect(more).toEqual([])
  expect(chunk).toMatchObject({ text: 'on any Page', x0: 50, x1: 100, page: 3 })
  expect(chunk?.h).toBeCloseTo(10)
  expect(chunk?.y).toBeCloseTo(25)
})

test('columns that the engine took for one line come apart, each on its own base line', () => {
  const chunks = read(word('Skills', 0, 50), word('Senior', 300, 56), word('Engineer', 365, 56))
  expect(chunks.map(({ text }) => text)).toEqual(['Skills', 'Senior Engineer'])
  expect(chunks.map(({ y }) => Math.round(y))).toEqual([25, 28])
})

test('what looks like a bullet is one, where something follows', () => {
  expect(read(word('«', 0, 50), word('Led', 20, 50))).toMatchObject([{ text: 'Led', bullet: true, x0: 10 }])
  expect(read(word('e', 0, 50))).toMatchObject([{ text: 'e' }])
})

test('specks are no text, a name that is hard to read is', () => {
  expect(read(word('|', 0, 50, 20), word('_', 12, 50, 10))).toEqual([])
  expect(read(word('Xylkw', 0, 50, 20))).toHaveLength(1)
})
