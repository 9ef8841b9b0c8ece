import type pg from 'pg'

/** A statement as it left the client. */
export interface Sent {
  text: string
  /** Empty for one that the server forgets. */
  name: string
  values: readonly unknown[]
  /** Whether its text was sent along, or only the name it was sent under before. */
  parsed: boolean
  protocol: 'extended' | 'simple'
}

/** What was sent up to one Sync, or one message of the simple protocol. */
export type Flight = Sent[]

interface Connection {
  parsedStatements: Record<string, string>
  parse(query: { name: string; text: string }): void
  bind(bind: { statement: string; values: readonly unknown[] }): void
  sync(): void
  query(text: string): void
}

/** Listens to what a client sends, at the level of the protocol and whoever sends it. */
export function recordWire(client: pg.ClientBase, onFlight: (flight: Flight) => void): void {
  const { connection } = client as unknown as { connection: Connection }
  const { parse, bind, sync, query } = connection
  let flight: Flight = []
  let parsed: { name: string; text: string } | undefined
  const end = () => {
    onFlight(flight)
    flight = []
  }
  connection.parse = (message) => {
    parsed = message
    parse.call(connection, message)
  }
  connection.bind = (message) => {
    const { statement: name, values } = message
    const text = parsed?.name === name ? parsed.text : (connection.parsedStatements[name] ?? '')
    flight.push({ text, name, values, parsed: parsed !== undefined, protocol: 'extended' })
    parsed = undefined
    bind.call(connection, message)
  }
  connection.sync = () => {
    end()
    sync.call(connection)
  }
  connection.query = (text) => {
    flight.push({ text, name: '', values: [], parsed: true, protocol: 'simple' })
    end()
    query.call(connection, text)
  }
}

/** The same for every client that a pool hands out from now on. */
export function recordPool(pool: pg.Pool, onFlight: (flight: Flight) => void): void {
  const known = new WeakSet<pg.ClientBase>()
  const connect = pool.connect.bind(pool)
  pool.connect = (async () => {
    const client = await connect()
    if (!known.has(client)) recordWire(client, onFlight)
    known.add(client)
    return client
  }) as typeof pool.connect
}
