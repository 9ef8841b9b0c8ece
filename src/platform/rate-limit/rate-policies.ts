import type { RatePolicy } from './rate-limiter.ts'

/** `requests` by principal, the others by client address. */
export type RateClass = 'requests' | 'signup' | 'login'
export type RatePolicies = Readonly<Record<RateClass, RatePolicy>>

const DEFAULTS: RatePolicies = {
  requests: { name: 'requests', limit: 6000, windowSeconds: 60 },
  signup: { name: 'signup', limit: 20, windowSeconds: 60 },
  login: { name: 'login', limit: 30, windowSeconds: 60 },
}

const MAX_LIMIT = 1_000_000
const MAX_WINDOW_SECONDS = 86_400

/**
 * Reads RATE_LIMITS, such as `requests=6000/60,login=30/60` (requests per seconds); classes not named keep their
 * default. @throws Error naming the entry
 */
export function parseRateLimits(text: string): RatePolicies {
  const entries = text.split(',').map((entry) => entry.trim())
  const given = entries.filter((entry) => entry !== '').map(parseEntry)
  const names = given.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice) throw new Error(`RATE_LIMITS names "${twice}" twice`)
  return { ...DEFAULTS, ...Object.fromEntries(given.map((policy) => [policy.name, policy])) }
}

function parseEntry(entry: string): RatePolicy {
  const [, name = '', limit = '', seconds = ''] = /^(\w+)\s*=\s*(\d{1,9})\s*\/\s*(\d{1,9})$/.exec(entry) ?? []
  if (name === '') throw new Error(`RATE_LIMITS: "${entry}" is not of the form name=limit/seconds`)
  if (!Object.hasOwn(DEFAULTS, name)) {
    throw new Error(`RATE_LIMITS: "${name}" is not one of ${Object.keys(DEFAULTS).join(', ')}`)
  }
  return {
    name,
    limit: within(1, MAX_LIMIT, limit, `the limit of "${name}"`),
    windowSeconds: within(1, MAX_WINDOW_SECONDS, seconds, `the seconds of "${name}"`),
  }
}

function within(least: number, most: number, digits: string, what: string): number {
  const value = Number(digits)
  if (value < least || value > most) throw new Error(`RATE_LIMITS: ${what} must be ${least} to ${most}`)
  return value
}
