import type { RateDecision } from './rate-limiter.ts'

/** The fields of draft-ietf-httpapi-ratelimit-headers-11, and Retry-After (RFC 9110) on a refusal. */
export function rateLimitHeaders({
  policy,
  remaining,
  resetSeconds,
  allowed,
}: RateDecision): Record<string, string> {
  // A structured-field string; policy names are words of ours, so nothing in them needs escaping.
  const name = `"${policy.name}"`
  return {
    'RateLimit-Policy': `${name};q=${policy.limit};w=${policy.windowSeconds}`,
    RateLimit: `${name};r=${remaining};t=${resetSeconds}`,
    ...(!allowed && { 'Retry-After': String(resetSeconds) }),
  }
}
