import { expect, test } from 'vitest'
import { isNearBudget, refusalOf } from './admit.ts'

const load = { spent: 70, reserved: 20, open: 2, recent: 9 }
const limits = { monthlyBudgetMicroUsd: 100, rpmLimit: 10, maxConcurrent: 3 }
const none = { monthlyBudgetMicroUsd: null, rpmLimit: null, maxConcurrent: null }

test.each([
  ['fits exactly', load, limits, 10, undefined],
  ['passes the budget by the least there is', load, limits, 11, 'budget_exhausted'],
  ['is one call too many at a time', { ...load, open: 3 }, limits, 1, 'too_many_calls'],
  ['is one call too many a minute', { ...load, recent: 10 }, limits, 1, 'calls_per_minute'],
  ['meets no limit', { spent: 1e15, reserved: 1e15, open: 1e6, recent: 1e6 }, none, 1e9, undefined],
  [
    'costs nothing and has nothing to spend',
    { ...load, spent: 0, reserved: 0 },
    { ...none, monthlyBudgetMicroUsd: 0 },
    0,
    undefined,
  ],
] as const)('a call that %s', (_what, now, allowed, amount, reason) => {
  expect(refusalOf(now, allowed, amount)).toBe(reason)
})

test('four fifths of a budget are near its end', () => {
  expect([79, 80, 100].map((spent) => isNearBudget(spent, 100))).toEqual([false, true, true])
  expect(isNearBudget(3_999_999, 5_000_000)).toBe(false)
})
