import type pg from 'pg'
import { isUuid } from '#src/lib/ids.ts'
import { runPipeline, type Step, type StepResult } from './pipeline.ts'
import { compile, type Query, type RowInsert, type Statement } from './statement.ts'

type Runnable<Row> = Query<Row> | Statement<Row>
type Args = Record<string, unknown>

/**
 * A transaction in progress. Repos take one as their first parameter, and nothing else can run SQL: a pool or a client
 * does not have this shape. It is dead once its callback has ended. Most writes are deferred: they go out with the
 * COMMIT, so a later read does not see them, and a constraint they violate rejects the transaction as a whole.
 */
export interface Tx {
  /** When the transaction began, by the product's clock: the timestamp of all it writes. */
  readonly now: Date
  all<Row>(query: Runnable<Row>, args?: Args): Promise<Row[]>
  first<Row>(query: Runnable<Row>, args?: Args): Promise<Row | undefined>
  /** Runs a statement for its effect; resolves to the number of rows it touched. */
  run(query: Runnable<unknown>, args?: Args): Promise<number>
  /** Sends a write along with the COMMIT, for effects nobody in this transaction needs to see. Its errors reject the transaction. */
  defer(query: Runnable<unknown>, args?: Args): void
  /**
   * Defers a row of a table into which a transaction may insert many: those given to the same insert go out as one
   * statement, in their order, where the last of them was deferred.
   */
  deferRow<Row extends Args>(insert: RowInsert<Row>, row: Row): void
  /** Runs after the commit succeeded, never after a rollback. */
  onCommit(callback: () => void): void
  /** The events this transaction will leave, for those who show them before it ends. */
  readonly emitted: EmittedEvent[]
  readonly [brand]: true
}

export interface EmittedEvent {
  type: string
  resource_id: string
  payload: Record<string, unknown>
}

/** A transaction in which row-level security shows one tenant's rows. */
export interface TenantTx extends Tx {
  readonly tenantId: string
  readonly actorId: string | null
}

declare const brand: unique symbol

/** Rows of one insert that wait for the commit. */
interface Batch {
  insert: RowInsert<Args>
  rows: Args[]
}

/** So that no statement holds its locks for long, and none is too long to be sent. */
const ROWS_A_STATEMENT = 1000

/** Whether an actor sees the whole tenant's candidates or those owned by or shared with them. */
export type Visibility = 'tenant' | 'owner'

export interface TxScope {
  tenantId: string
  actorId: string | null
  visibility: Visibility
  requestId: string
  /** How many entries of an index of vectors a query looks at; by default as many as pgvector does. */
  lookAt?: number | undefined
}

export interface TxOptions {
  client: pg.ClientBase
  /** Absent in system transactions, which run as a role of their own. */
  scope?: TxScope
  now: Date
  /** `flight`: exactly one statement, sent together with BEGIN, the scope and COMMIT. */
  mode: 'write' | 'read' | 'flight'
  prepared: boolean
}

/** The driver's side of a transaction; `db/tenant.ts` and `db/system.ts` are its only owners. */
export class Transaction {
  readonly now: Date
  readonly tenantId: string
  readonly actorId: string | null
  readonly emitted: EmittedEvent[] = []
  readonly #client: pg.ClientBase
  readonly #mode: TxOptions['mode']
  readonly #prepared: boolean
  #prefix: Step[]
  #deferred: (Step | Batch)[] = []
  readonly #batches = new Map<RowInsert<Args>, Batch>()
  #callbacks: (() => void)[] = []
  #state: 'idle' | 'open' | 'failed' | 'ended' = 'idle'

  constructor(options: TxOptions) {
    this.now = options.now
    this.tenantId = options.scope?.tenantId ?? ''
    this.actorId = options.scope?.actorId ?? null
    this.#client = options.client
    this.#mode = options.mode
    this.#prepared = options.prepared
    this.#prefix = [
      options.mode === 'write' ? BEGIN : BEGIN_READ_ONLY,
      ...(options.scope ? scopeSteps(options.scope, options.mode) : []),
    ]
  }

  async all<Row>(query: Runnable<Row>, args?: Args): Promise<Row[]> {
    const statement = statementOf(query)
    const { rows } = await this.#send(this.#step(statement, args))
    return rows.map((row) => statement.read(row))
  }

  async first<Row>(query: Runnable<Row>, args?: Args): Promise<Row | undefined> {
    const statement = statementOf(query)
    const { rows } = await this.#send(this.#step(statement, args))
    return rows[0] && statement.read(rows[0])
  }

  async run(query: Runnable<unknown>, args?: Args): Promise<number> {
    return (await this.#send(this.#step(statementOf(query), args))).count
  }

  defer(query: Runnable<unknown>, args?: Args): void {
    this.#assertWriting()
    this.#deferred.push(this.#step(statementOf(query), args))
  }

  deferRow<Row extends Args>(insert: RowInsert<Row>, row: Row): void {
    this.#assertWriting()
    const batch = this.#batches.get(insert) ?? { insert, rows: [] }
    this.#batches.set(insert, batch)
    batch.rows.push(row)
    const at = this.#deferred.lastIndexOf(batch)
    if (at !== -1) this.#deferred.splice(at, 1)
    this.#deferred.push(batch)
  }

  onCommit(callback: () => void): void {
    this.#assertWriting()
    this.#callbacks.push(callback)
  }

  /** Sends what was deferred and COMMIT in one flight. Nothing is sent for a transaction that never began. */
  async commit(): Promise<void> {
    this.#assertAlive()
    const deferred = this.#takeDeferred()
    const began = this.#state === 'open'
    if (began || deferred.length > 0) {
      await this.#fly([...(began ? [] : this.#prefix), ...deferred, COMMIT])
    }
    this.#state = 'ended'
    for (const callback of this.#callbacks) callback()
  }

  /** Sends what was deferred, so that its refusals show as they would at the commit, and rolls all of it back. */
  async rehearse(): Promise<void> {
    this.#assertAlive()
    const deferred = this.#takeDeferred()
    const began = this.#state === 'open'
    if (deferred.length > 0) await this.#fly([...(began ? [] : this.#prefix), ...deferred])
    await this.rollback()
  }

  async rollback(): Promise<void> {
    const began = this.#state === 'open' || this.#state === 'failed'
    this.#state = 'ended'
    if (began) await runPipeline(this.#client, [ROLLBACK])
  }

  async #send(step: Step): Promise<StepResult> {
    this.#assertAlive()
    const began = this.#state === 'open'
    const before = began ? [] : this.#prefix
    const last = this.#mode === 'flight'
    if (last && began) throw new Error('a read of one statement was given a second one')
    const results = await this.#fly([...before, step, ...(last ? [COMMIT] : [])])
    if (last) this.#state = 'ended'
    const result = results[before.length]
    if (!result) throw new Error('the server answered fewer statements than it was sent')
    return result
  }

  /** The server answers the COMMIT of a failed transaction with a silent rollback: so it must not be sent. */
  async #fly(steps: Step[]): Promise<StepResult[]> {
    this.#state = 'open'
    try {
      return await runPipeline(this.#client, steps)
    } catch (error) {
      this.#state = 'failed'
      throw error
    }
  }

  #takeDeferred(): Step[] {
    return this.#deferred.splice(0).flatMap((one) => ('rows' in one ? this.#batchSteps(one) : [one]))
  }

  #batchSteps({ insert, rows }: Batch): Step[] {
    const [row] = rows
    if (row && rows.length === 1) return [this.#step(insert.one, row)]
    const steps: Step[] = []
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT)
      steps.push(this.#step(insert.many, insert.args(rows.slice(at, at + ROWS_A_STATEMENT))))
    return steps
  }

  #step(statement: Statement<unknown>, args: Args = {}): Step {
    const values = statement.values(this.tenantId ? { ...args, tenantId: this.tenantId } : args)
    const name = this.#prepared ? statement.name : undefined
    return { text: statement.text, values, ...(name && { name }) }
  }

  #assertAlive(): void {
    if (this.#state === 'ended') throw new Error('a transaction was used after its end')
    if (this.#state === 'failed')
      throw new Error('a transaction was used after one of its statements had failed')
  }

  #assertWriting(): void {
    this.#assertAlive()
    if (this.#mode !== 'write')
      throw new Error('a transaction that only reads has nothing to do at its commit')
  }
}

const BEGIN: Step = { text: 'BEGIN' }
const BEGIN_READ_ONLY: Step = { text: 'BEGIN READ ONLY' }
const COMMIT: Step = { text: 'COMMIT' }
const ROLLBACK: Step = { text: 'ROLLBACK' }

/** One `SET LOCAL` a message: the only form that also reaches the shards of a distributed cluster. */
function scopeSteps(scope: TxScope, mode: TxOptions['mode']): Step[] {
  const steps = [setLocal('app.tenant_id', uuid(scope.tenantId))]
  if (scope.actorId) steps.push(setLocal('app.actor_id', uuid(scope.actorId)))
  steps.push(setLocal('app.visibility', scope.visibility === 'owner' ? 'owner' : 'tenant'))
  if (mode === 'write') steps.push(setLocal('app.request_id', uuid(scope.requestId)))
  if (scope.lookAt !== undefined) steps.push(setLocal('hnsw.ef_search', String(Math.trunc(scope.lookAt))))
  return steps
}

const setLocal = (name: string, word: string): Step => ({ text: `SET LOCAL ${name} TO '${word}'` })

function uuid(value: string): string {
  if (!isUuid(value)) throw new Error('a transaction scope takes uuids only')
  return value
}

const statementOf = <Row>(query: Runnable<Row>): Statement<Row> =>
  'prepare' in query ? compile(query) : query
