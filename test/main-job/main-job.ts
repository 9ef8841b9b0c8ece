import { setTimeout as wait } from 'node:timers/promises'
import { randomFrom } from '#src/lib/random.ts'
import { checkOutcome } from './outcome.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { type Repeated, StubbornClient } from './stubborn-client.ts'
import { TenantAtWork } from './tenant-at-work.ts'

export interface MainJobOptions {
  /** Servers that share everything; clients are spread over them. */
  origins: readonly [string, ...string[]]
  tenants?: number
  /** Uploads at a time in each tenant. */
  lanes?: number
  /** Between two uploads of a lane. */
  thoughtMs?: number
  /** Share of the deliveries that their receiver refuses. */
  refused?: number
  seed?: number
}

const SENDS_WITHIN_MS = 60_000
/** Above the five minutes after which a task that a queue lost is sent again. */
const SETTLES_WITHIN_MS = 480_000

/**
 * What the product is for, by several tenants at once and without an end of its own: resumes are uploaded, parsed,
 * matched, told of by webhooks and ranked. Whatever happens to the servers meanwhile, what was not answered is asked
 * again, and in the end everything that was acknowledged has to be there once.
 */
export class MainJob {
  readonly #clients: StubbornClient[]
  readonly #tenants: TenantAtWork[]
  readonly #receiver: Receiver
  readonly #lanes: Promise<unknown>
  /** Rejects when a lane has; else it stays open. */
  readonly #failure: Promise<never>
  #goesOn = true

  static async begin(options: MainJobOptions): Promise<MainJob> {
    const { origins, tenants = 2, refused = 0, seed = 1 } = options
    const random = randomFrom(seed)
    const receiver = await startReceiver(() => random() < refused)
    try {
      const clients = Array.from({ length: tenants }, (_, i) => new StubbornClient(...inTurn(origins, i)))
      const atWork = clients.map((client, i) => new TenantAtWork(client, receiver, `/${i}`))
      for (const tenant of atWork) await tenant.begin()
      return new MainJob(receiver, clients, atWork, options)
    } catch (error) {
      receiver.close()
      throw error
    }
  }

  private constructor(
    receiver: Receiver,
    clients: StubbornClient[],
    tenants: TenantAtWork[],
    { lanes = 2, thoughtMs = 300 }: MainJobOptions,
  ) {
    this.#receiver = receiver
    this.#clients = clients
    this.#tenants = tenants
    this.#lanes = Promise.all(
      tenants.flatMap((tenant) =>
        Array.from({ length: lanes }, (_, lane) => tenant.upload(lane, thoughtMs, () => this.#goesOn)),
      ),
    )
    const { promise, reject } = Promise.withResolvers<never>()
    this.#failure = promise
    void this.#lanes.catch(reject)
    // Heard of by who waits, at the latest in `finish`.
    void promise.catch(() => undefined)
  }

  get sent(): number {
    return this.#tenants.reduce((sum, { sent }) => sum + sent.length, 0)
  }

  /** Every try that had to be repeated. */
  get repeated(): Repeated[] {
    return this.#clients.flatMap(({ repeated }) => repeated)
  }

  get longestMs(): number {
    return Math.max(...this.#clients.map(({ longestMs }) => longestMs))
  }

  /** Resolves when so many more files have been acknowledged. */
  async sends(more: number): Promise<void> {
    const goal = this.sent + more
    await this.until(() => this.sent >= goal, `${more} more files`)
  }

  /** Resolves when so many more tries have failed. */
  async isRefused(more: number): Promise<void> {
    const goal = this.repeated.length + more
    await this.until(() => this.repeated.length >= goal, `${more} more refusals`)
  }

  async until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const deadline = performance.now() + SENDS_WITHIN_MS
    while (!(await holds())) {
      await Promise.race([wait(25), this.#failure])
      if (performance.now() > deadline) throw new Error(`waited in vain for ${what}; ${this.sent} files sent`)
    }
  }

  /** Sends no more, waits for all that follows and checks it. Resolves to what there was, in a line. */
  async finish(): Promise<string> {
    this.#goesOn = false
    await this.#lanes
    let events = 0
    for (const tenant of this.#tenants) {
      const outcome = await tenant.settle(SETTLES_WITHIN_MS)
      checkOutcome(outcome)
      await tenant.rank(outcome.candidates.length)
      events += outcome.events.length
    }
    const { length } = this.repeated
    return `${this.sent} resumes of ${this.#tenants.length} tenants, ${events} events, ${this.#receiver.attempts()} deliveries, ${length} calls repeated: all accounted for`
  }

  close(): void {
    this.#goesOn = false
    this.#receiver.close()
  }
}

function inTurn(origins: readonly [string, ...string[]], first: number): [string, ...string[]] {
  const start = first % origins.length
  return [...origins.slice(start), ...origins.slice(0, start)] as [string, ...string[]]
}
