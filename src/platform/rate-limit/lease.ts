import { type RatePolicy, SLICES_PER_WINDOW } from './rate-limiter.ts'
import type { WindowGrant, WindowRequest } from './window-script.ts'

/** A process asks for at most this share of a limit at once. */
const LARGEST_SHARE = 1 / 20

/** What one process holds of one key's quota, to spend without asking. */
export interface Lease {
  tokens: number
  /** The last grant; how much of it was spent tells how much to ask for next. */
  grant: WindowGrant
  /** On the monotonic clock, milliseconds. */
  endsAt: number
  /** Calls that wait for the grant under way. */
  waiting: number
  refill: Promise<WindowGrant> | undefined
}

export const NO_GRANT: WindowGrant = { granted: 0, remaining: 0, slotMs: 0, fullMs: 0, slice: -1 }

export function emptyLease(): Lease {
  return { tokens: 0, grant: NO_GRANT, endsAt: 0, waiting: 0, refill: undefined }
}

export const leaseMsOf = (policy: RatePolicy): number => (policy.windowSeconds * 1000) / SLICES_PER_WINDOW

/** Asks for twice what was spent of the last grant, or for all that wait, and gives back what was not spent. */
export function refillRequest(lease: Lease, policy: RatePolicy, key: string): WindowRequest {
  const spent = lease.grant.granted - lease.tokens
  const largest = Math.max(1, Math.floor(policy.limit * LARGEST_SHARE))
  return {
    key,
    policy,
    asked: Math.min(largest, Math.max(1, spent * 2, lease.waiting)),
    holdMs: leaseMsOf(policy),
    giveBack: { slice: lease.grant.slice, count: lease.tokens },
  }
}
