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
  /** Callers that come while a value is loading share that load, and its error. `undefined` is not kept. */
  getOrLoad<T>(key: CacheKey, ttlMs: number, load: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** What an adapter brings: texts under keys, for a whole number of milliseconds. Only `close` may reject. */
export interface TextStore {
  get(key: CacheKey): Promise<string | undefined>
  set(key: CacheKey, text: string, ttlMs: number): Promise<void>
  delete(key: CacheKey): Promise<void>
  close(): Promise<void>
}

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
    const value = await loader()
    if (isCurrent()) await set(key, value, ttlMs)
    return value
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
