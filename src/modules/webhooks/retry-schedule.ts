import { createHash } from 'node:crypto'

const MINUTE = 60
const HOUR = 60 * MINUTE

/** Seconds to wait after the first, second … failure, as Standard Webhooks recommends: some three days in all. */
const WAITS = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]

/** At most a tenth more, so that what failed together does not come back together. */
const JITTER = 0.1

/** When to try again after `failures` failed attempts, the last one `at`. The same delivery always gets the same answer. */
export function retryAt(deliveryId: string, failures: number, at: Date): Date {
  const wait = WAITS[failures - 1] ?? 24 * HOUR
  const hash = createHash('sha256').update(`${deliveryId}:${failures}`).digest()
  const jitter = 1 + (JITTER * hash.readUInt32BE()) / 2 ** 32
  return new Date(at.getTime() + Math.round(wait * jitter * 1000))
}
