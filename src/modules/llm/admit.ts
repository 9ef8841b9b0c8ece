/** What a configuration has spent and promised this month, and what is on its way. */
export interface Load {
  spent: number
  reserved: number
  /** Calls under way, in all processes. */
  open: number
  /** Calls begun in the last minute, in all processes. */
  recent: number
}

/** What an administrator allows it; null for no limit. */
export interface CallLimits {
  monthlyBudgetMicroUsd: number | null
  rpmLimit: number | null
  maxConcurrent: number | null
}

export type LimitReason = 'budget_exhausted' | 'too_many_calls' | 'calls_per_minute'

/** Why a call that may cost `amount` micro-USD is not made; undefined where it is. */
export function refusalOf(load: Load, limits: CallLimits, amount: number): LimitReason | undefined {
  const { monthlyBudgetMicroUsd: budget, rpmLimit, maxConcurrent } = limits
  if (budget !== null && load.spent + load.reserved + amount > budget) return 'budget_exhausted'
  if (maxConcurrent !== null && load.open >= maxConcurrent) return 'too_many_calls'
  if (rpmLimit !== null && load.recent >= rpmLimit) return 'calls_per_minute'
  return undefined
}

const WARNED_FROM = 80

/** Whether so much of the budget is spent that its owners should know. */
export const isNearBudget = (spent: number, budget: number): boolean => spent * 100 >= budget * WARNED_FROM
