import { setTimeout as wait } from 'node:timers/promises'
import type { CacheKey } from './cache-key.ts'

/**
 * A copy of what the database knows, that may vanish at any time. Values travel as JSON in every adapter, so what comes
 * back is never shared with anybody and a Date comes back as text. A cache that fails counts as empty.
 */
export interface Cache {
  get<T>(key: CacheKey): Promise<T | undefined>
  set<T>(key: CacheKey, value: T, ttlMs: number): Promise<void>
  /** Where the store fails, the old value may live on to the end of its time. */
  delete(key: CacheKey): Promise<void>
  /**
   * Callers that come while a value is loading share that load, and its error; where processes share a store, one of
   * them loads and the others wait for what it stores. `undefined` is not kept.
   */
  getOrLoad<T>(key: CacheKey, ttlMs: number, load: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** What an adapter brings: texts under keys, for a whole number of milliseconds. Only `close` may reject. */
export interface TextStore {
  get(key: CacheKey): Promise<string | undefined>
  set(key: CacheKey, text: string, ttlMs: number): Promise<void>
  /** Ends a claim as well. */
  delete(key: CacheKey): Promise<void>
  /** Only where processes share the store. */
  claims?: Claims
  close(): Promise<void>
}

/** The right to fill a key, which one process has at a time and which ends by itself. */
export interface Claims {
  /** Undefined when another process has it. */
  take(key: CacheKey, forMs: number): Promise<string | undefined>
  /** Stores the text, if there is one, and gives the claim back; does nothing when the claim has ended meanwhile. */
  settle(key: CacheKey, claim: string, text: string | undefined, ttlMs: number): Promise<void>
}

/** What a load may take before another process tries for itself. */
const CLAIM_MS = 3_000
const LOOK_AGAIN_MS = 25

export function cacheOver(store: TextStore): Cache {
  const loading = new Map<CacheKey, Promise<unknown>>()

  async function get<T>(key: CacheKey): Promise<T | undefined> {
    const text = await store.get(key)
    return text === undefined ? undefined : parsed<T>(text)
  }

  async function set<T>(key: CacheKey, value: T, ttlMs: number): Promise<void> {
    if (value !== undefined && ttlMs > 0) await store.set(key, JSON.stringify(value), Math.ceil(ttlMs))
  }

  /** Stores nothing when the key was deleted meanwhile: what was loaded may be older than the deletion. */
  async function load<T>(key: CacheKey, ttlMs: number, loader: () => Promise<T>, isCurrent: () => boolean) {
    const known = await get<T>(key)
    if (known !== undefined) return known
    if (store.claims) return loadClaimed(store.claims, key, ttlMs, loader)
    const value = await loader()
    if (isCurrent()) await set(key, value, ttlMs)
    return value
  }

  async function loadClaimed<T>(claims: Claims, key: CacheKey, ttlMs: number, loader: () => Promise<T>) {
    const giveUpAt = performance.now() + CLAIM_MS
    let claim = await claims.take(key, CLAIM_MS)
    while (claim === undefined && performance.now() < giveUpAt) {
      await wait(LOOK_AGAIN_MS)
      const known = await get<T>(key)
      if (known !== undefined) return known
      claim = await claims.take(key, CLAIM_MS)
    }
    if (claim === undefined) return loader()
    let text: string | undefined
    try {
      // Between the look and the claim another process may have filled the key and given its claim back.
      const filled = await get<T>(key)
      if (filled !== undefined) return filled
      const value = await loader()
      if (value !== undefined && ttlMs > 0) text = JSON.stringify(value)
      return value
    } finally {
      await claims.settle(key, claim, text, Math.ceil(ttlMs))
    }
  }

  return {
    get,
    set,

    async delete(key) {
      loading.delete(key)
      await store.delete(key)
    },

    getOrLoad<T>(key: CacheKey, ttlMs: number, loader: () => Promise<T>): Promise<T> {
      const underway = loading.get(key)
      if (underway !== undefined) return underway as Promise<T>
      const isCurrent = () => loading.get(key) === started
      const started: Promise<T> = load(key, ttlMs, loader, isCurrent).finally(() => {
        if (isCurrent()) loading.delete(key)
      })
      loading.set(key, started)
      return started
    },

    close: () => store.close(),
  }
}

function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
