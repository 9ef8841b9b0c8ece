import type { tenants } from '#src/db/schema/identity.ts'

/** What is counted and can be limited. */
export type Quota = 'members' | 'candidates' | 'resumes_this_month'

/** The most there may be of each; null for no limit. */
export type Limits = Record<Quota, number | null>

type Plan = (typeof tenants.$inferSelect)['plan']

const UNLIMITED: Limits = { members: null, candidates: null, resumes_this_month: null }

/** `free` is what a sign-up gets, on everybody's own server too: a limit nobody asked for must not surprise there. */
const LIMITS: Record<Plan, Limits> = {
  free: UNLIMITED,
  basic: { members: 10, candidates: 10_000, resumes_this_month: 1_000 },
  pro: { members: 100, candidates: 250_000, resumes_this_month: 25_000 },
  enterprise: UNLIMITED,
}

/** The limits of a plan, but for those that a tenant was given of its own (`tenants.limits`). */
export const limitsOf = (plan: Plan, own: Record<string, number | null>): Limits => ({
  ...LIMITS[plan],
  ...own,
})
