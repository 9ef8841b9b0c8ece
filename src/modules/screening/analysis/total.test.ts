import { expect, test } from 'vitest'
import { totalOf } from './total.ts'

const scored = (...pairs: [score: number | null, weight: number][]) =>
  pairs.map(([score, weight]) => ({
    question_id: '',
    criterion: '',
    by: null,
    reason: null,
    evidence: [],
    score,
    weight,
  }))

test.each([
  [scored(), null],
  [scored([null, 1]), null],
  [scored([50, 1], [null, 1]), 5000],
  [scored([100, 0.5], [0, 0.25]), 6667],
  [scored([0, 1], [0, 0.01]), 0],
  [scored([100, 0.1], [100, 0.2]), 10000],
])('%j totals %j', (results, total) => {
  expect(totalOf(results)).toBe(total)
})
