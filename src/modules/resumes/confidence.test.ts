import { expect, test } from 'vitest'
import { confidenceOf } from './confidence.ts'

const sure = (confidence: number) => ({ confidence, span: null })

test('nothing found has no confidence', () => {
  expect(confidenceOf({})).toBeNull()
})

test('the mean has two decimals, and the least sure values come first', () => {
  const provenance = { '/personal/email': sure(0.99), '/summary': sure(0.5), '/education/0/field': sure(0.5) }
  expect(confidenceOf(provenance)).toEqual({
    mean: 0.66,
    least: [
      { pointer: '/education/0/field', confidence: 0.5 },
      { pointer: '/summary', confidence: 0.5 },
      { pointer: '/personal/email', confidence: 0.99 },
    ],
  })
})

test('ten values at most are named', () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`/skills/technical/${i}`, sure(0.9)]))
  expect(confidenceOf(many)?.least).toHaveLength(10)
})
