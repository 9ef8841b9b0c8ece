import { expect, test } from 'vitest'
import { assembleText, plainLine } from './document.ts'

const textsOf = (text: string) => assembleText([plainLine(text)]).lines.map((line) => line.text)

const PROSE = 'Kept the books of a small shop and wrote its letters to customers and suppliers  '.repeat(6)

test('doubled spaces throughout a long line are its line breaks, four are a blank line', () => {
  const { lines, restored } = assembleText([plainLine(`Jane Doe  Clerk    EXPERIENCE  ${PROSE}`)])
  expect(lines.slice(0, 3).map(({ text, gap }) => [text, gap])).toEqual([
    ['Jane Doe', false],
    ['Clerk', false],
    ['EXPERIENCE', true],
  ])
  expect(restored).toBe(true)
})

test('a doubled space between dates was a dash', () => {
  expect(textsOf(`Acme  2006  Present  Beta  May 2003  June 2005  ${PROSE}`).slice(0, 4)).toEqual([
    'Acme',
    '2006 – Present',
    'Beta',
    'May 2003 – June 2005',
  ])
})

test('doubled spaces here and there are accidents', () => {
  const text = `${'Wrote letters to customers and to suppliers. '.repeat(20)} Kept  the books.`
  expect(textsOf(text)).toHaveLength(1)
})

test('a document that was one cell of a table loses its quotes, one that quotes keeps them', () => {
  expect(textsOf('"Jane Doe, Clerk"')).toEqual(['Jane Doe, Clerk'])
  expect(textsOf('Wrote "Ode" and "Elegy"')).toEqual(['Wrote "Ode" and "Elegy"'])
})

test('printed bytes become the letters that they were', () => {
  expect(textsOf(String.raw`Z\xc3\xbcrich \xe2\x80\xa2 Caf\xc3\xa9`)).toEqual(['Zürich • Café'])
})
