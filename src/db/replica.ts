import type pg from 'pg'
import type { Logger } from 'pino'
import { assertReplica, DatabaseNotReady } from './readiness.ts'

/** Who served a read that the replica may serve: it, or the primary because it was behind or did not answer. */
export type ServedBy = 'replica' | 'primary_for_behind' | 'primary_for_away'

export interface ReplicaOptions {
  /** Connections for reads. */
  pool: pg.Pool
  /** One connection each to ask how far they are; they give up soon, because requests wait for the answer. */
  position: { primary: pg.Pool; replica: pg.Pool }
  log: Logger
  onRead: (by: ServedBy) => void
  /** Milliseconds of a clock that never goes back. */
  elapsed?: () => number
}

/** How long a read waits for a replica that is a moment behind. */
const PATIENCE_MS = 20
/** For how long the replica is then left alone, so that reads wait seldom. */
const PAUSE_BEHIND_MS = 250
const PAUSE_AWAY_MS = 1_000

const COMMITTED = `select pg_current_wal_flush_lsn() - '0/0'::pg_lsn as position`
const REPLAYED = `select pg_last_wal_replay_lsn() - '0/0'::pg_lsn as position`

/**
 * A streaming replica. It is never trusted for how old it may be: each read first learns from the primary how far its
 * log was written when the read began, and goes to the replica only if that has been replayed. Reads that come together
 * share one question. Nothing is remembered of who wrote what, so any number of processes may write.
 */
export class Replica {
  readonly pool: pg.Pool
  readonly #position: ReplicaOptions['position']
  readonly #log: Logger
  readonly #onRead: (by: ServedBy) => void
  readonly #elapsed: () => number
  #next: Promise<boolean> | undefined
  #asking: Promise<boolean> | undefined
  #pausedUntil = 0
  #isAway = false
  #isVerified = false

  constructor({ pool, position, log, onRead, elapsed = () => performance.now() }: ReplicaOptions) {
    this.pool = pool
    this.#position = position
    this.#log = log
    this.#onRead = onRead
    this.#elapsed = elapsed
  }

  /** A replica that is away is waited for while the primary serves. @throws DatabaseNotReady when it is the wrong one */
  async open(): Promise<void> {
    await this.#verify().catch((error: unknown) => {
      if (error instanceof DatabaseNotReady) throw error
      this.#lost(error)
    })
  }

  get isAway(): boolean {
    return this.#isAway
  }

  /** Whether all that was committed before this call can be read there. Never rejects. */
  async isCurrent(): Promise<boolean> {
    const isCurrent = await this.#askNext()
    if (!isCurrent) this.#onRead(this.#isAway ? 'primary_for_away' : 'primary_for_behind')
    return isCurrent
  }

  /** How a read on it ended; one that failed is served by the primary. */
  served(error?: unknown): void {
    if (error !== undefined) this.#log.debug({ err: error }, 'a read failed on the replica')
    this.#onRead(error === undefined ? 'replica' : 'primary_for_away')
  }

  async close(): Promise<void> {
    const { primary, replica } = this.#position
    await Promise.all([this.pool.end(), primary.end(), replica.end()])
  }

  /** The answer to a question under way may be older than this call: it is for the next one. */
  #askNext(): Promise<boolean> {
    this.#next ??= (async () => {
      await this.#asking
      this.#asking = this.#next
      this.#next = undefined
      return this.#ask()
    })()
    return this.#next
  }

  async #ask(): Promise<boolean> {
    if (this.#elapsed() < this.#pausedUntil) return false
    try {
      if (!this.#isVerified) await this.#verify()
      return await this.#catchesUp()
    } catch (error) {
      this.#lost(error)
      return false
    }
  }

  async #catchesUp(): Promise<boolean> {
    const { primary, replica } = this.#position
    const giveUpAt = this.#elapsed() + PATIENCE_MS
    const [committed, first] = await Promise.all([
      positionOf(primary, COMMITTED),
      positionOf(replica, REPLAYED),
    ])
    let replayed = first
    while (replayed < committed && this.#elapsed() < giveUpAt) replayed = await positionOf(replica, REPLAYED)
    this.#found()
    if (replayed >= committed) return true
    this.#pausedUntil = this.#elapsed() + PAUSE_BEHIND_MS
    return false
  }

  async #verify(): Promise<void> {
    await assertReplica(this.#position)
    this.#isVerified = true
  }

  #lost(error: unknown): void {
    this.#pausedUntil = this.#elapsed() + PAUSE_AWAY_MS
    // Another server may answer in its place.
    this.#isVerified = false
    if (!this.#isAway)
      this.#log.warn({ err: error }, 'the replica cannot be used; the primary serves its reads')
    this.#isAway = true
  }

  #found(): void {
    if (this.#isAway) this.#log.info('the replica is used again')
    this.#isAway = false
  }
}

async function positionOf(pool: pg.Pool, question: string): Promise<bigint> {
  const { rows } = await pool.query<{ position: string | null }>(question)
  const position = rows[0]?.position
  if (!position) throw new Error('the server replays nothing')
  return BigInt(position)
}
