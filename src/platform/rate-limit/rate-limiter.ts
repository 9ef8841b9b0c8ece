/** At most `limit` requests in any `windowSeconds`, wherever the window is laid. */
export interface RatePolicy {
  name: string
  limit: number
  windowSeconds: number
}

export interface RateDecision {
  allowed: boolean
  limit: number
  remaining: number
  /** When allowed, until the full quota is there again; when refused, until a request can pass. */
  resetSeconds: number
  policy: RatePolicy
  /** The shared limiter is away, so this was decided without it. */
  degraded?: true
}

export interface RateLimiter {
  /** Never rejects. `exact` asks the shared store each time, and is refused when that is away: for log-ins and quotas. */
  take(policy: RatePolicy, key: string, options?: TakeOptions): Promise<RateDecision> | RateDecision
  close(): Promise<void>
}

export interface TakeOptions {
  exact?: boolean
}

/**
 * How finely a window remembers: requests less than a slice apart count as made together, at the later moment. So a
 * counter is at most this many numbers long, and never forgets a request too early.
 */
export const SLICES_PER_WINDOW = 60

export function decide(
  policy: RatePolicy,
  answer: { allowed: boolean; remaining: number; slotMs: number; fullMs: number },
): RateDecision {
  const { allowed, remaining, slotMs, fullMs } = answer
  // What is leased from a shared window is counted a little ahead, so its end may lie past the window's.
  const resetMs = allowed ? Math.min(fullMs, policy.windowSeconds * 1000) : slotMs
  const resetSeconds = Math.max(1, Math.ceil(resetMs / 1000))
  return { allowed, limit: policy.limit, remaining, resetSeconds, policy }
}
