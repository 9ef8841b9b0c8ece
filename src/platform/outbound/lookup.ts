import { lookup as resolve } from 'node:dns/promises'

/** All addresses of a host name; rejects when it has none. */
export type Lookup = (hostname: string) => Promise<string[]>

const THREADS_FOR_LOOKUPS = 2

/**
 * The system's own resolver, so the hosts file counts. Each look-up holds one of libuv's four threads for as long as
 * a stranger's name server likes; files, hashing and compression need the others.
 */
export function systemLookup(): Lookup {
  let free = THREADS_FOR_LOOKUPS
  const waiting: (() => void)[] = []

  return async (hostname) => {
    if (free > 0) free -= 1
    else await new Promise<void>((turn) => waiting.push(turn))
    try {
      const found = await resolve(hostname, { all: true })
      return found.map(({ address }) => address)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
