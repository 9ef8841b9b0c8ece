import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { minimise } from './minimise.ts'

const personal = {
  names: ['Ann Marlow'],
  phones: ['0171 555 0100'],
  addresses: ['12 Harbour Street, Portsea'],
}

describe('what tells who somebody is', () => {
  test('is replaced wherever it stands, by the same placeholder each time', () => {
    const said = 'Ann Marlow (ann@marlow.example), 12 Harbour Street, Portsea. Ann Marlow writes Go.'
    expect(minimise(said, personal).text).toBe('[PERSON_1] ([EMAIL_1]), [ADDRESS_1]. [PERSON_1] writes Go.')
  })

  test.each([
    ['ANN MARLOW and Ann Marlow', '[PERSON_1] and [PERSON_1.2]'],
    ['Ask Ann; MARLOW knows', 'Ask [PERSON_1]; [PERSON_2] knows'],
    ['Ann@marlow.example and ann\nmarlow', '[EMAIL_1] and [PERSON_1]'],
    ['Annual marlow-like planning', 'Annual marlow-like planning'],
    ['Call +44 20 7946 0958 or 0171 555 0100', 'Call [PHONE_1] or [PHONE_2]'],
    ['2015 - 2019, 10,000 users', '2015 - 2019, 10,000 users'],
  ])('%j', (said, sent) => {
    expect(minimise(said, personal).text).toBe(sent)
  })

  test('stays where nobody asks for it to go', () => {
    expect(minimise('ann@marlow.example', undefined).text).toBe('ann@marlow.example')
  })
})

describe('restoring', () => {
  test('puts words back into an answer, and leaves what was never said', () => {
    const { restore } = minimise('Ann Marlow, ann@marlow.example', personal)
    const answer = { summary: '[PERSON_1] [PERSON_9]', list: [{ at: '[EMAIL_1]', n: 1, no: null }] }
    expect(restore(answer)).toEqual({
      summary: 'Ann Marlow [PERSON_9]',
      list: [{ at: 'ann@marlow.example', n: 1, no: null }],
    })
  })

  const word = fc.constantFrom(
    ...[
      'Ann',
      'ANN MARLOW',
      'ann marlow',
      'Ann Marlow',
      'Marlow',
      'x@y.example',
      '+44 20 7946 0958',
      'İ',
      'ß',
    ],
    ...[
      '[PERSON_1]',
      '[PERSON_',
      '[EMAILX_2]',
      '[PERSON_1.2]',
      '12 harbour street, portsea',
      '$&',
      ' ',
      '\n',
    ],
  )
  const text = fc.array(fc.oneof(word, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 30 })
  const words = fc.record({
    names: fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 3 }),
    addresses: fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 3 }),
  })

  test('gives back every character of any text', () => {
    fc.assert(
      fc.property(text, words, (parts, known) => {
        const said = parts.join('')
        const { text: sent, restore } = minimise(said, known)
        expect(restore(sent)).toBe(said)
      }),
      { seed: 6, numRuns: 2_000 },
    )
  })

  test('and nothing that was known is left in what is sent', () => {
    fc.assert(
      fc.property(text, (parts) => {
        const said = parts.join(' ')
        const sent = minimise(said, personal).text
        expect(sent).not.toMatch(/(?<![\p{L}\p{N}])(ann marlow|Marlow|x@y\.example)(?![\p{L}\p{N}])/u)
      }),
      { seed: 6, numRuns: 500 },
    )
  })
})
