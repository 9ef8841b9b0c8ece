import { LRUCache } from 'lru-cache'
import { emptyLease, type Lease, leaseMsOf, NO_GRANT, refillRequest } from './lease.ts'
import type { MemoryRateLimiter } from './memory-rate-limiter.ts'
import { decide, type RateDecision, type RateLimiter, type RatePolicy } from './rate-limiter.ts'
import type { WindowGrant, WindowRequest } from './window-script.ts'

export interface SharedRateLimiterOptions {
  /** One atomic step on the window all processes share. */
  ask: (request: WindowRequest) => Promise<WindowGrant>
  /** Decides while the shared window is away. */
  fallback: MemoryRateLimiter
  /** Told of every decision made without the shared window. */
  onDegraded: (policy: RatePolicy) => void
  onError: (error: unknown) => void
  /** Milliseconds of a clock that never goes back. */
  elapsed?: () => number
}

const MAX_LEASES = 50_000
/** After a failure the shared window is left alone for this long, except by exact calls. */
const PAUSE_MS = 1_000
const RETRY_WHEN_CLOSED_MS = 5_000

/**
 * Exact calls ask the shared window each time. Others spend from a lease that lasts a sixtieth of the window: together
 * they never pass the limit, and most of them do not wait for the network.
 */
export function sharedRateLimiter(options: SharedRateLimiterOptions): Omit<RateLimiter, 'close'> {
  const { ask, fallback, onDegraded, onError, elapsed = () => performance.now() } = options
  const leases = new LRUCache<string, Lease>({ max: MAX_LEASES })
  let pausedUntil = 0

  async function takeExact(policy: RatePolicy, key: string): Promise<RateDecision> {
    try {
      const grant = await ask({ key, policy, asked: 1, holdMs: 0, giveBack: { slice: -1, count: 0 } })
      return decide(policy, { ...grant, allowed: grant.granted > 0 })
    } catch (error) {
      onError(error)
      onDegraded(policy)
      const closed = { allowed: false, remaining: 0, slotMs: RETRY_WHEN_CLOSED_MS, fullMs: 0 }
      return { ...decide(policy, closed), degraded: true }
    }
  }

  function takeAlone(policy: RatePolicy, key: string): RateDecision {
    onDegraded(policy)
    return { ...fallback.take(policy, key), degraded: true }
  }

  async function takeRefilled(lease: Lease, policy: RatePolicy, key: string): Promise<RateDecision> {
    lease.waiting += 1
    try {
      for (;;) {
        lease.refill ??= refill(lease, policy, key)
        const grant = await lease.refill
        // Whoever waited was let in when the grant was made, however long its way here took.
        if (lease.tokens > 0) return spend(lease, policy)
        if (grant.granted === 0) return decide(policy, { ...grant, allowed: false })
      }
    } catch {
      return takeAlone(policy, key)
    } finally {
      lease.waiting -= 1
    }
  }

  async function refill(lease: Lease, policy: RatePolicy, key: string): Promise<WindowGrant> {
    const askedAt = elapsed()
    const request = refillRequest(lease, policy, key)
    // From here on what is left of the old grant is given back, or lost if the call fails.
    lease.tokens = 0
    lease.grant = NO_GRANT
    try {
      lease.grant = await ask(request)
      lease.tokens = lease.grant.granted
      lease.endsAt = askedAt + leaseMsOf(policy)
      return lease.grant
    } catch (error) {
      pausedUntil = elapsed() + PAUSE_MS
      onError(error)
      throw error
    } finally {
      lease.refill = undefined
    }
  }

  return {
    take(policy, key, { exact = false } = {}) {
      const id = `${policy.name}:${key}`
      if (exact) return takeExact(policy, id)
      let lease = leases.get(id)
      if (!lease) {
        lease = emptyLease()
        leases.set(id, lease)
      }
      const now = elapsed()
      if (lease.tokens > 0 && now < lease.endsAt) return spend(lease, policy)
      return now < pausedUntil ? takeAlone(policy, id) : takeRefilled(lease, policy, id)
    },
  }
}

function spend(lease: Lease, policy: RatePolicy): RateDecision {
  lease.tokens -= 1
  return decide(policy, { ...lease.grant, allowed: true, remaining: lease.grant.remaining + lease.tokens })
}
