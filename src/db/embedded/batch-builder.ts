import type { FrontendMessage } from './message-reader.ts'
import { factsOf, type SqlFacts } from './sql-facts.ts'
import { closeStatement, cstring, message, simpleQuery, sync } from './wire-messages.ts'

/** What is sent to the backend in one go, and what its SQL says about the session. */
export interface Batch {
  bytes: Buffer
  /** Ends with Flush, so the client is in the middle of a unit and its Sync is still to come. */
  awaitsSync: boolean
  opensTransaction: boolean
  leavesTraces: boolean
  /** How many `SET LOCAL` were asked for, to hold against the SET tags that come back. */
  localSets: number
  listens: string[]
  unlistens: string[]
  /** In the order of the ParseComplete messages to come. */
  prepares: Statement[]
}

export interface Statement {
  /** The Parse message under the name the backend knows, to prepare it again on a new backend. */
  parse: Buffer
  facts: SqlFacts
  /** Its Parse has succeeded; until then it is for its own batch to prepare it. */
  isPrepared: boolean
}

/**
 * Gathers a session's messages into batches and gives its prepared statements names of their own, because two
 * clients may both call theirs "get" and the backend is one.
 */
export class BatchBuilder {
  readonly #sessionId: number
  readonly #statements = new Map<string, Statement>()
  readonly #portals = new Map<string, SqlFacts>()
  readonly #backendNames = new Map<string, string>()
  #namesGiven = 0
  #messages: Buffer[] = []
  #batch = emptyBatch()

  constructor(sessionId: number) {
    this.#sessionId = sessionId
  }

  /** The batch, once this message completes it. */
  add({ type, raw }: FrontendMessage): Batch | undefined {
    this.#messages.push(this.#translated(type, raw))
    if (type !== 'Q' && type !== 'S' && type !== 'H') return undefined
    const batch = { ...this.#batch, bytes: Buffer.concat(this.#messages), awaitsSync: type === 'H' }
    this.#messages = []
    this.#batch = emptyBatch()
    return batch
  }

  /** Messages that prepare the named statements again, each in a unit of its own so that one may fail. */
  prepareAgain(): Buffer {
    const prepared = [...this.#statements].filter(([name, { isPrepared }]) => name !== '' && isPrepared)
    return Buffer.concat(prepared.flatMap(([, { parse }]) => [parse, sync]))
  }

  /** Messages that close the named statements. */
  closeAll(): Buffer {
    return Buffer.concat([...this.#backendNames.values()].map(closeStatement))
  }

  /** The client said DEALLOCATE ALL or DISCARD ALL. */
  forgetAll(): void {
    this.#statements.clear()
    this.#backendNames.clear()
  }

  #translated(type: string, raw: Buffer): Buffer {
    switch (type) {
      case 'Q':
        return this.#query(raw)
      case 'P':
        return this.#parse(raw)
      case 'B':
        return this.#bind(raw)
      case 'E':
        return this.#execute(raw)
      case 'D':
      case 'C':
        return this.#describeOrClose(type, raw)
      default:
        return raw
    }
  }

  #query(raw: Buffer): Buffer {
    const sql = raw.toString('utf8', BODY, raw.length - 1)
    const facts = factsOf(sql)
    this.#note(facts)
    if (facts.setsLocally) this.#batch.localSets += 1
    const replaced = replacement(facts)
    return replaced === undefined ? raw : simpleQuery(replaced)
  }

  #parse(raw: Buffer): Buffer {
    const nameEnd = raw.indexOf(0, BODY)
    const sqlEnd = raw.indexOf(0, nameEnd + 1)
    const name = raw.toString('utf8', BODY, nameEnd)
    const sql = raw.subarray(nameEnd + 1, sqlEnd)
    const facts = factsOf(sql.toString('utf8'))
    const replaced = replacement(facts)
    const text = replaced === undefined ? raw.subarray(nameEnd + 1, sqlEnd + 1) : cstring(replaced)
    const plain = name === '' && replaced === undefined
    const parse = plain ? raw : message('P', cstring(this.#backendName(name)), text, raw.subarray(sqlEnd + 1))
    const statement = { parse, facts, isPrepared: false }
    this.#statements.set(name, statement)
    this.#batch.prepares.push(statement)
    return parse
  }

  #bind(raw: Buffer): Buffer {
    const portalEnd = raw.indexOf(0, BODY)
    const nameEnd = raw.indexOf(0, portalEnd + 1)
    const name = raw.toString('utf8', portalEnd + 1, nameEnd)
    const facts = this.#statements.get(name)?.facts
    const portal = raw.toString('utf8', BODY, portalEnd)
    if (facts) this.#portals.set(portal, facts)
    else this.#portals.delete(portal)
    if (name === '') return raw
    return message(
      'B',
      raw.subarray(BODY, portalEnd + 1),
      cstring(this.#backendName(name)),
      raw.subarray(nameEnd + 1),
    )
  }

  #execute(raw: Buffer): Buffer {
    const facts = this.#portals.get(raw.toString('utf8', BODY, raw.indexOf(0, BODY)))
    if (facts) this.#note(facts)
    if (facts?.setsLocally) this.#batch.localSets += 1
    return raw
  }

  #describeOrClose(type: 'D' | 'C', raw: Buffer): Buffer {
    const name = raw.toString('utf8', BODY + 1, raw.length - 1)
    if (raw[BODY] === PORTAL) {
      if (type === 'C') this.#portals.delete(name)
      return raw
    }
    const translated = name === '' ? raw : message(type, Buffer.from('S'), cstring(this.#backendName(name)))
    if (type === 'C') {
      this.#statements.delete(name)
      this.#backendNames.delete(name)
    }
    return translated
  }

  #note(facts: SqlFacts): void {
    this.#batch.opensTransaction ||= facts.opensTransaction
    this.#batch.leavesTraces ||= facts.leavesTraces
    this.#batch.listens.push(...facts.listens)
    if (facts.unlistens !== undefined) this.#batch.unlistens.push(facts.unlistens)
  }

  /** Short, because a long name of the client would be cut to the 63 bytes of an identifier. */
  #backendName(name: string): string {
    if (name === '') return ''
    const known = this.#backendNames.get(name)
    if (known) return known
    this.#namesGiven += 1
    const given = `s${this.#sessionId}_${this.#namesGiven}`
    this.#backendNames.set(name, given)
    return given
  }
}

const BODY = 5
const PORTAL = 0x50

/** SQL to run in the place of what the one backend must not see; it answers with the same tag or an error. */
function replacement(facts: SqlFacts): string | undefined {
  if (facts.copiesFromClient) return REFUSE_COPY
  // Others may listen still, and a notification that nobody waits for is simply dropped.
  return facts.unlistens === undefined ? undefined : 'UNLISTEN "nobody listens here"'
}

const REFUSE_COPY =
  'DO $$ BEGIN RAISE feature_not_supported USING MESSAGE = ' +
  "'embedded database: COPY FROM STDIN is not supported'; END $$"

const emptyBatch = () => ({
  opensTransaction: false,
  leavesTraces: false,
  localSets: 0,
  listens: [] as string[],
  unlistens: [] as string[],
  prepares: [] as Statement[],
})
