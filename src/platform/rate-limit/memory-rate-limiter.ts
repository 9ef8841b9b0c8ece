import { LRUCache } from 'lru-cache'
import type { Clock } from '#src/lib/clock.ts'
import {
  decide,
  type RateDecision,
  type RateLimiter,
  type RatePolicy,
  SLICES_PER_WINDOW,
} from './rate-limiter.ts'

export interface MemoryRateLimiter extends RateLimiter {
  take(policy: RatePolicy, key: string): RateDecision
}

/** Keys a policy; past it the least recently seen is forgotten, so a flood of keys costs memory only up to here. */
const MAX_KEYS = 50_000

export function memoryRateLimiter({
  clock,
  maxKeys = MAX_KEYS,
}: {
  clock: Clock
  maxKeys?: number
}): MemoryRateLimiter {
  // A list a policy, so that sign-ups from everywhere cannot push out the log-ins that are being counted.
  const counters = new Map<string, LRUCache<string, Slice[]>>()

  function slicesOf(policy: RatePolicy, key: string): Slice[] {
    let ofPolicy = counters.get(policy.name)
    if (!ofPolicy) {
      ofPolicy = new LRUCache({ max: maxKeys })
      counters.set(policy.name, ofPolicy)
    }
    let slices = ofPolicy.get(key)
    if (!slices) {
      slices = []
      ofPolicy.set(key, slices)
    }
    return slices
  }

  return {
    take: (policy, key) => takeFrom(slicesOf(policy, key), policy, clock.now().getTime()),
    close: async () => counters.clear(),
  }
}

/** Requests made together; they leave the window when the last of them does. Milliseconds. */
interface Slice {
  first: number
  last: number
  count: number
}

function takeFrom(slices: Slice[], policy: RatePolicy, now: number): RateDecision {
  const windowMs = policy.windowSeconds * 1000
  bringBack(slices, now)
  while (slices[0] && slices[0].last + windowMs <= now) slices.shift()

  let used = 0
  for (const slice of slices) used += slice.count
  const allowed = used < policy.limit
  if (allowed) add(slices, now, windowMs / SLICES_PER_WINDOW)
  return decide(policy, {
    allowed,
    remaining: Math.max(0, policy.limit - used - (allowed ? 1 : 0)),
    slotMs: (slices[0]?.last ?? now) + windowMs - now,
    fullMs: (slices.at(-1)?.last ?? now) + windowMs - now,
  })
}

/** A clock set back must not keep somebody out until it has caught up. */
function bringBack(slices: Slice[], now: number): void {
  if ((slices.at(-1)?.last ?? now) <= now) return
  for (const slice of slices) {
    slice.first = Math.min(slice.first, now)
    slice.last = Math.min(slice.last, now)
  }
}

function add(slices: Slice[], now: number, sliceMs: number): void {
  const latest = slices.at(-1)
  if (latest && now - latest.first < sliceMs) {
    latest.last = now
    latest.count += 1
  } else {
    slices.push({ first: now, last: now, count: 1 })
  }
}
