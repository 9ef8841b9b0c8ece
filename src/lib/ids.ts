import { createHash, randomFillSync } from 'node:crypto'

const pool = Buffer.alloc(4096)
let used = pool.length
let lastMs = 0
let counter = 0

/**
 * A UUIDv7 (RFC 9562), monotonic within the process: the 12 bits after the milliseconds are a counter, so ids made
 * in one millisecond still sort in the order they were made.
 */
export function newId(): string {
  if (used + 8 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    counter = pool.readUInt16BE(used) & 0x7ff
  } else if (++counter > 0xfff) {
    lastMs += 1
    counter = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  const high = (0x7000 | counter).toString(16)
  const variant = (0x8000 | (pool.readUInt16BE(used) & 0x3fff)).toString(16)
  const tail = pool.toString('hex', used + 2, used + 8)
  used += 8
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${variant}-${tail}`
}

/** The same UUID (version 8, by hash) for the same text. */
export function idOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)

/** Below every id that is made here: where reading in the order of ids begins. */
export const LOWEST_ID = '00000000-0000-0000-0000-000000000000'
