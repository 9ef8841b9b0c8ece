import { expect, test } from 'vitest'
import { phraseFinder } from './phrases.ts'

const finder = phraseFinder({ anyCase: ['Ann Marlow', 'ann@marlow.example'], asWritten: ['Ann', 'Marlow'] })

test.each([
  ['ANN MARLOW, ann marlow and Ann Marlow', '<>, <> and <>'],
  ['Ann\n  Marlow', '<>'],
  ['Ann and ann', '<> and ann'],
  ['Annual marlow-like planning', 'Annual marlow-like planning'],
  ['write to ANN@marlow.example', 'write to <>'],
  ['annXmarlowYexample', 'annXmarlowYexample'],
])('%j', (text, expected) => {
  expect(finder.replaceIn(text, () => '<>')).toBe(expected)
})

test('letters whose case is not a pair are found where they are listed', () => {
  const names = phraseFinder({ anyCase: ['Groß Straße', 'İpek Işık', 'Jones Kelvin'], asWritten: [] })
  for (const text of ['Groß Straße', 'İpek Işık', 'joneſ Kelvin']) {
    expect(names.replaceIn(text, () => '<>')).toBe('<>')
  }
})

test('no phrases find nothing', () => {
  expect(phraseFinder({ anyCase: [], asWritten: [] }).replaceIn('as it is', () => '')).toBe('as it is')
})
