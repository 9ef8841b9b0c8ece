import { expect, it } from 'vitest'
import { RestartBudget } from './restart-budget.ts'

it('allows so many restarts in any window', () => {
  const budget = new RestartBudget(2, 100)
  expect([0, 50, 99, 100, 120, 150].map((now) => budget.spend(now))).toEqual([
    true,
    true,
    false,
    true,
    false,
    true,
  ])
})
