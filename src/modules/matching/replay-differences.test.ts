import { expect, test } from 'vitest'
import { differencesBetween } from './replay-differences.ts'

const TOLD = {
  score: 71.5,
  components: [
    { name: 'skills', score: 80, weight: 0.6 },
    { name: 'title', score: 50, weight: 0.4 },
  ],
  factors: [
    { component: 'skills', requirement_id: 'r1', kind: 'met', points: 48, span: { start: 1, end: 3 } },
  ],
}

test('nothing differs from itself', () => {
  expect(differencesBetween(TOLD, structuredClone(TOLD))).toEqual([])
})

test('each number that differs is named by what it is of, whatever its place', () => {
  const other = {
    score: 72,
    components: [
      { name: 'education', score: 0, weight: 0 },
      { name: 'title', score: 50, weight: 0.4 },
      { name: 'skills', score: 81, weight: 0.6 },
    ],
    factors: [{ ...TOLD.factors[0], component: 'skills', requirement_id: 'r1', span: { start: 1, end: 4 } }],
  }
  expect(differencesBetween(TOLD, other)).toEqual([
    { path: '/score', stored: 71.5, recomputed: 72 },
    { path: '/components/skills/score', stored: 80, recomputed: 81 },
    { path: '/factors/skills/r1/span', stored: { start: 1, end: 3 }, recomputed: { start: 1, end: 4 } },
    { path: '/components/education/score', stored: null, recomputed: 0 },
    { path: '/components/education/weight', stored: null, recomputed: 0 },
  ])
})
