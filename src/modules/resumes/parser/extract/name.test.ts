import { expect, test } from 'vitest'
import { assembleText, plainLine } from '#src/modules/resumes/parser/text/document.ts'
import { findName } from './name.ts'

const large = { size: 24 }

test.each([
  ['a second half', ['Friederike', 'Lüdenscheidt'], 'Friederike Lüdenscheidt'],
  ['a hyphen', ['Friederike Müller-', 'Lüdenscheidt'], 'Friederike Müller-Lüdenscheidt'],
  ['headings', ['Skills', 'Education'], undefined],
  ['Chinese signs of radicals', ['王⾬桐', '软件⼯程师'], '王雨桐'],
])('a name on lines of one large size: %s', (_, texts, name) => {
  const { lines } = assembleText([
    ...texts.map((text) => plainLine(text, large)),
    plainLine('jane@example.com', { size: 10 }),
  ])
  expect(findName(lines, null)?.full.value).toBe(name)
})

test('a name goes on in the line that found no room beside it', () => {
  const { lines } = assembleText([
    plainLine('Maria José Herrera', large),
    plainLine('Campos', { ...large, wrapped: true }),
    plainLine('Analyst', { size: 12 }),
  ])
  expect(findName(lines, null)?.full.value).toBe('Maria José Herrera Campos')
})

test.each(['Sam Sample', 'June Carter', 'Harry Styles', 'Della Street'])('%s is a name', (name) => {
  const { lines } = assembleText([name, 'Engineer', 'Experience'].map((text) => plainLine(text)))
  expect(findName(lines, null)?.full.value).toBe(name)
})

test.each(['Resume Sample', 'Sample Page', 'Your Name'])('%s is none', (text) => {
  const { lines } = assembleText([text, 'Engineer', 'Experience'].map((line) => plainLine(line)))
  expect(findName(lines, null)).toBeNull()
})
