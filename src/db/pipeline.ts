import type pg from 'pg'

/** One statement of a flight. A `name` lets the server keep it parsed; it must always stand for the same text. */
export interface Step {
  text: string
  name?: string
  values?: readonly unknown[]
}

export interface StepResult {
  /** Rows in column order, each value as PostgreSQL's text form or null. */
  rows: (string | null)[][]
  /** Rows inserted, updated, deleted or read. */
  count: number
}

/**
 * Sends all steps to the server in one flight with one Sync and resolves to one result a step. When a step fails the
 * server skips the rest and the promise rejects; a transaction that the flight opened is then still open and failed,
 * so the caller sends ROLLBACK before the connection serves anyone else.
 *
 * pg has no public interface for this. What is used of its connection is stated in `PgConnection` and held by
 * `pipeline.test.ts`, so that an upgrade of pg that changes it fails a test and not a tenant.
 */
export function runPipeline(client: pg.ClientBase, steps: readonly Step[]): Promise<StepResult[]> {
  return new Promise((resolve, reject) => {
    client.query(new Pipeline(steps, resolve, reject) as unknown as pg.Submittable)
  })
}

type Encoded = string | Buffer | null

interface PgConnection {
  stream: { cork(): void; uncork(): void }
  parsedStatements: Record<string, string>
  parse(query: { name: string; text: string; types: number[] }): void
  close(what: { type: 'S'; name: string }): void
  bind(bind: { statement: string; values: readonly Encoded[] }): void
  execute(portal: { portal: string; rows: number }): void
  sync(): void
}

/** A `Submittable` of pg: `submit` writes the messages, the `handle…` methods are called with the server's answers. */
class Pipeline {
  readonly #steps: readonly Step[]
  readonly #resolve: (results: StepResult[]) => void
  readonly #reject: (error: Error) => void
  readonly #results: StepResult[] = []
  readonly #parsedHere: Step[] = []
  #rows: (string | null)[][] = []

  constructor(
    steps: readonly Step[],
    resolve: (results: StepResult[]) => void,
    reject: (error: Error) => void,
  ) {
    this.#steps = steps
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: PgConnection): Error | undefined {
    // Encoded before the first byte is written: half a flight without its Sync would hang the connection.
    const values: Encoded[][] = []
    try {
      for (const step of this.#steps) values.push((step.values ?? []).map(toText))
    } catch (error) {
      return error as Error
    }
    connection.stream.cork()
    try {
      this.#steps.forEach((step, i) => {
        this.#send(connection, step, values[i] ?? [])
      })
      connection.sync()
    } finally {
      connection.stream.uncork()
    }
    return undefined
  }

  #send(connection: PgConnection, step: Step, values: Encoded[]): void {
    const name = step.name ?? ''
    if (!name) connection.parse({ name, text: step.text, types: [] })
    else if (connection.parsedStatements[name] !== step.text) {
      // A flight that failed may have left it there, and a name is not given twice. Closing an unknown one is no error.
      connection.close({ type: 'S', name })
      connection.parse({ name, text: step.text, types: [] })
      connection.parsedStatements[name] = step.text
      this.#parsedHere.push(step)
    }
    connection.bind({ statement: name, values })
    connection.execute({ portal: '', rows: 0 })
  }

  handleRowDescription(): void {}

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.#rows.push(message.fields)
  }

  handleCommandComplete(message: { text: string }): void {
    this.#results.push({
      rows: this.#rows,
      count: Number(message.text.slice(message.text.lastIndexOf(' ') + 1)) || 0,
    })
    this.#rows = []
  }

  handleEmptyQuery(): void {
    this.#results.push({ rows: [], count: 0 })
  }

  handlePortalSuspended(): void {}

  handleError(error: Error, connection: PgConnection): void {
    // The server may not have reached the Parse of a later step: forget the names, so that they are parsed again.
    for (const step of this.#parsedHere) if (step.name) delete connection.parsedStatements[step.name]
    this.#reject(error)
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#results)
  }
}

/** Text form of a parameter: the same rules as pg's own, for the values that Drizzle's encoders leave. */
function toText(value: unknown): Encoded {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object')
    throw new TypeError('a parameter must be encoded by its column before it is sent')
  return String(value)
}
