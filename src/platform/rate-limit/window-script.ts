import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { type RatePolicy, SLICES_PER_WINDOW } from './rate-limiter.ts'

export interface WindowGrant {
  granted: number
  /** Left in the shared window after this grant. */
  remaining: number
  slotMs: number
  fullMs: number
  /** Names the slice the grant was counted in, to give some of it back. */
  slice: number
}

export interface WindowRequest {
  key: string
  policy: RatePolicy
  /** How many at most; a lease gets no more than half of what is left, so that others find some too. */
  asked: number
  /** For how long the grant may be kept before it is used up. */
  holdMs: number
  /** What is left of an earlier grant, and the slice it was counted in. */
  giveBack: { slice: number; count: number }
}

/** The same window as in memory, kept in Redis as one value and read and written in one step, by Redis's own clock. */
export async function askWindow(redis: Redis, request: WindowRequest): Promise<WindowGrant> {
  const { key, policy, asked, holdMs, giveBack } = request
  const windowMs = policy.windowSeconds * 1000
  const numbers = [policy.limit, windowMs, windowMs / SLICES_PER_WINDOW, asked, holdMs].map(Math.ceil)
  const answer = await run(redis, key, [...numbers, giveBack.slice, giveBack.count])
  const [granted = 0, remaining = 0, slotMs = 0, fullMs = 0, slice = -1] = numbersIn(answer)
  return { granted, remaining, slotMs, fullMs, slice }
}

/**
 * A slice is {first, last, count} as in memory. What is leased counts as made at the end of its lease, so the window
 * holds no more than the limit whenever the holder uses it. Every write sets the life time anew.
 */
const SCRIPT = `
local limit, window, slice_ms = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local asked, hold = tonumber(ARGV[4]), tonumber(ARGV[5])
local back_slice, back_count = tonumber(ARGV[6]), tonumber(ARGV[7])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.call('GET', KEYS[1])
local slices, used, first, last = {}, 0, now + window, now
for _, slice in ipairs(stored and cmsgpack.unpack(stored) or {}) do
  if slice[1] == back_slice then slice[3] = math.max(0, slice[3] - back_count) end
  if slice[2] + window > now and slice[3] > 0 then
    slices[#slices + 1] = slice
    used = used + slice[3]
    first = math.min(first, slice[2])
    last = math.max(last, slice[2])
  end
end

local free = math.max(0, limit - used)
local granted = math.min(asked, free, math.max(1, math.floor(free / 2)))
local counted_in = -1
if granted > 0 then
  local at = now + hold
  local latest = slices[#slices]
  if latest and now - latest[1] < slice_ms then
    latest[2] = math.max(latest[2], at)
    latest[3] = latest[3] + granted
  else
    latest = { now, at, granted }
    slices[#slices + 1] = latest
  end
  counted_in = latest[1]
  last = math.max(last, at)
end
if granted > 0 or back_count > 0 then
  redis.call('SET', KEYS[1], cmsgpack.pack(slices), 'PX', last - now + window)
end
return { granted, free - granted, first + window - now, last + window - now, counted_in }
`
const SCRIPT_SHA1 = createHash('sha1').update(SCRIPT).digest('hex')

async function run(redis: Redis, key: string, values: number[]): Promise<unknown> {
  try {
    return await redis.evalsha(SCRIPT_SHA1, 1, key, ...values)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return redis.eval(SCRIPT, 1, key, ...values)
  }
}

function numbersIn(answer: unknown): number[] {
  if (!Array.isArray(answer)) throw new TypeError('the rate limit script did not answer with numbers')
  return answer.map(Number)
}
