import { isUuid } from '#src/lib/ids.ts'

/** Made by `cacheKey` only: no value is ever looked up without its tenant. */
export type CacheKey = string & { readonly __brand: 'CacheKey' }

const MAX_KEY = 512

/** `kind` says what is kept and in which version of its shape, such as `match.v2`. */
export function cacheKey(tenantId: string, kind: string, ...parts: (string | number)[]): CacheKey {
  if (!isUuid(tenantId)) throw new TypeError('a cache key needs a uuid as its tenant')
  // Encoded, so that a part with a colon in it cannot pass for two.
  const key = [tenantId, kind, ...parts].map((part) => encodeURIComponent(part)).join(':')
  if (key.length > MAX_KEY) throw new RangeError(`a cache key has at most ${MAX_KEY} characters`)
  return key as CacheKey
}
