import { setTimeout as pause } from 'node:timers/promises'
import type { DeliveryAttempt } from '#src/db/schema/webhooks.ts'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { endpointSecrets } from './endpoint-secrets.ts'
import { record, type Sent } from './record.ts'
import { type Destination, send } from './send.ts'
import {
  dueParcels,
  type LeasedEndpoint,
  leaseEndpoint,
  type Parcel,
  type ReadSoFar,
  releaseEndpoint,
} from './sending.repo.ts'
import { signingKey } from './sign.ts'

/** Requests to one endpoint at a time. The rest of its deliveries wait in the database and hold nobody up. */
const MAX_IN_FLIGHT = 10
/** Deliveries read ahead. */
const BATCH = 400
/** What may be sent again after a crash, beside what is in flight. */
const MAX_UNRECORDED = 200
/** While more waits to be sent, outcomes are collected for so long, to be recorded in one transaction. */
const COLLECT_MS = 50
/** Above the age at which a lease is renewed, a request's deadline and the recording of its outcome together. */
const LEASE_MS = 20_000
const RENEW_MS = 2_000
/** How long an endpoint has its turn when it always has more to be sent. */
const TURN_MS = 20_000
/** While requests are in flight, whatever else has become due is looked for this often. */
const LOOK_AGAIN_MS = 1_000

/** Sends what is due to one endpoint, as its only sender, a few requests at a time. For one run. */
export class Sender {
  readonly id = newId()
  readonly #ctx: TaskContext
  readonly #endpointId: string
  readonly #startedAt = performance.now()
  #over = false
  #failure: Error | undefined
  #lease: { endpoint: LeasedEndpoint; destination: Destination } | undefined
  #leasedAt = Number.NEGATIVE_INFINITY
  #refilling: Promise<void> | undefined
  #waiting: Parcel[] = []
  /** Whether the last batch was all there was. */
  #drained = false
  /** Those of this turn are read in their order, each once. */
  #read: ReadSoFar = {}
  readonly #inFlight = new Set<Promise<unknown>>()
  #unrecorded: Sent[] = []
  #recording: Promise<void> | undefined

  constructor(ctx: TaskContext, endpointId: string) {
    this.#ctx = ctx
    this.#endpointId = endpointId
  }

  /** Resolves when nothing is due any more, the turn is over, or the endpoint is not, or no longer, this sender's. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: MAX_IN_FLIGHT }, () => this.#work()))
    await this.#recording
    if (this.#failure) throw this.#failure
  }

  /** Whether anything was due. */
  get foundAny(): boolean {
    return (this.#read.own ?? this.#read.bundled) !== undefined
  }

  release(tx: TenantTx): void {
    releaseEndpoint(tx, { endpointId: this.#endpointId, sender: this.id })
  }

  async #work(): Promise<void> {
    for (let next = await this.#next(); next; next = await this.#next()) {
      const { parcel, sending } = next
      const attempt = await sending
      this.#inFlight.delete(sending)
      if (attempt.status === 410) this.#over = true
      this.#record({ parcel, attempt })
      if (this.#unrecorded.length >= MAX_UNRECORDED) await this.#recording
    }
  }

  /** Begins the next attempt. */
  async #next(): Promise<{ parcel: Parcel; sending: Promise<DeliveryAttempt> } | undefined> {
    while (!this.#isOver()) {
      const lapses = performance.now() - this.#leasedAt > RENEW_MS
      if (lapses || (!this.#drained && this.#waiting.length < BATCH / 2)) this.#refilling ??= this.#refill()
      const parcel = lapses ? undefined : this.#waiting.shift()
      if (parcel && this.#lease) {
        const sending = send(this.#ctx, this.#lease.destination, parcel)
        this.#inFlight.add(sending)
        return { parcel, sending }
      }
      this.#refilling ??= this.#refill()
      await this.#refilling
    }
  }

  #isOver(): boolean {
    return this.#over || this.#ctx.signal.aborted || performance.now() - this.#startedAt > TURN_MS
  }

  async #refill(): Promise<void> {
    try {
      if (this.#drained && this.#waiting.length === 0) await this.#awaitInFlight()
      if (!this.#over) await this.#readDue()
    } catch (error) {
      this.#fail(error as Error)
    } finally {
      this.#refilling = undefined
    }
  }

  /** What becomes due meanwhile wakes the task for another run; but a slow request is not waited for. */
  async #awaitInFlight(): Promise<void> {
    const done = new AbortController()
    const aWhile = pause(LOOK_AGAIN_MS, undefined, { signal: done.signal }).catch(() => {})
    await Promise.race([aWhile, Promise.all(this.#inFlight)])
    done.abort()
    if (this.#inFlight.size === 0) this.#over = true
  }

  /** The endpoint is read with every batch: a change of it counts from then on. */
  async #readDue(): Promise<void> {
    const { id: sender } = this
    const endpointId = this.#endpointId
    await withTenant(this.#ctx, async (tx) => {
      const until = new Date(tx.now.getTime() + LEASE_MS)
      const endpoint = await leaseEndpoint(tx, { endpointId, sender, until })
      if (!endpoint) {
        this.#over = true
        return
      }
      const limit = Math.max(0, BATCH - this.#waiting.length)
      const due = await dueParcels(tx, { endpointId, after: this.#read, limit })
      this.#waiting.push(...due)
      this.#read = {
        own: due.findLast(({ bundle }) => bundle === null) ?? this.#read.own,
        bundled: due.findLast(({ bundle }) => bundle !== null) ?? this.#read.bundled,
      }
      this.#drained = due.length < limit
      this.#lease = { endpoint, destination: this.#destinationOf(endpoint) }
      this.#leasedAt = performance.now()
    })
  }

  #destinationOf({ url, secretSealed, oldSecrets, headersSealed }: LeasedEndpoint): Destination {
    const secrets = endpointSecrets(this.#ctx.app.envelope, this.#ctx.tenantId, this.#endpointId)
    return {
      url,
      headers: secrets.openHeaders(headersSealed),
      keys: [
        { key: signingKey(secrets.openSecret(secretSealed)), until: null },
        ...oldSecrets.map((old) => ({
          key: signingKey(secrets.openOldSecret(old.sealed)),
          until: new Date(old.until),
        })),
      ],
    }
  }

  /** Outcomes go together into one transaction: those of a while, and those that come while others are being written. */
  #record(sent: Sent): void {
    this.#unrecorded.push(sent)
    this.#recording ??= this.#recordAll()
  }

  async #recordAll(): Promise<void> {
    try {
      while (this.#unrecorded.length > 0 && this.#lease) {
        if (this.#waiting.length > 0 && !this.#isOver()) await pause(COLLECT_MS)
        const { endpoint } = this.#lease
        const sent = this.#unrecorded.splice(0)
        const health = await record(this.#ctx, endpoint, sent)
        if (health) Object.assign(endpoint, health)
        else this.#over = true
      }
    } catch (error) {
      this.#fail(error as Error)
    } finally {
      this.#recording = undefined
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#over = true
  }
}
