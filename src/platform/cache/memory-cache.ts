import { LRUCache } from 'lru-cache'
import type { Clock } from '#src/lib/clock.ts'
import { type Cache, cacheOver } from './cache.ts'

export interface MemoryCacheOptions {
  clock: Clock
  /** Characters over all keys and values; the least recently used go first. */
  maxSize?: number
}

const DEFAULT_MAX_SIZE = 32 * 1024 * 1024

export function memoryCache({ clock, maxSize = DEFAULT_MAX_SIZE }: MemoryCacheOptions): Cache {
  const texts = new LRUCache<string, string>({
    maxSize,
    sizeCalculation: (text, key) => text.length + key.length,
    perf: { now: () => clock.now().getTime() },
    // Else it reads the clock at most once a millisecond of real time, and a test that moves it is not seen.
    ttlResolution: 0,
  })
  return cacheOver({
    get: async (key) => texts.get(key),
    set: async (key, text, ttlMs) => void texts.set(key, text, { ttl: ttlMs }),
    delete: async (key) => void texts.delete(key),
    close: async () => texts.clear(),
  })
}
