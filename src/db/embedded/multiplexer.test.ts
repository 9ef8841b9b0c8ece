import { describe, expect, it } from 'vitest'
import type { Engine } from './engine.ts'
import { Multiplexer } from './multiplexer.ts'
import { SupervisedEngine } from './supervised-engine.ts'
import {
  cstring,
  message,
  messagesIn,
  readyForQuery,
  simpleQuery,
  startupMessage,
  sync,
} from './wire-messages.ts'

const tag = (text: string) => message('C', cstring(text))
const parse = (sql: string) => message('P', cstring(''), cstring(sql), Buffer.alloc(2))
const bindAndExecute = Buffer.concat([message('B', Buffer.alloc(8)), message('E', Buffer.alloc(5))])
const extended = (...sql: string[]) =>
  Buffer.concat([...sql.flatMap((text) => [parse(text), bindAndExecute]), sync])

/** A backend that keeps a record and answers each batch as the test says. */
async function multiplexer(answer: (batch: string) => Buffer) {
  const batches: string[] = []
  const engine: Engine = {
    exec: async (messages) => {
      const text = messages.toString('latin1')
      if (messages[0] === 0) return readyForQuery('I')
      const isReset = text.includes('RESET ALL')
      batches.push(isReset ? 'reset' : 'batch')
      return isReset ? Buffer.concat([tag('RESET'), readyForQuery('I')]) : answer(text)
    },
    dump: async () => Buffer.alloc(0),
    close: async () => {},
    kill: async () => {},
  }
  const supervised = await SupervisedEngine.start(async () => engine, {
    canReopen: false,
    statementTimeoutMs: 1000,
    onRestart: () => {},
  })
  const sessions = await Multiplexer.over(supervised, { lockTimeoutMs: 20, idleInTransactionMs: 1000 })
  const connect = () => {
    let reply = Buffer.alloc(0)
    let heard = () => {}
    const session = sessions.connect({
      send: (bytes) => {
        reply = Buffer.concat([reply, bytes])
        heard()
      },
      end: () => {},
    })
    session.receive(startupMessage({ user: 'u' }))
    reply = Buffer.alloc(0)
    /** The types of the messages, once so many units are answered. */
    return async (request: Buffer, units = 1) => {
      const answered = () => [...messagesIn(reply)].filter(({ type }) => type === 'Z').length === units
      const done = new Promise<void>((resolve) => {
        heard = () => answered() && resolve()
      })
      session.receive(request)
      await done
      const types = [...messagesIn(reply)].map(({ type }) => type).join('')
      reply = Buffer.alloc(0)
      return types
    }
  }
  return { batches, connect }
}

const TENANT_SCOPE = extended('BEGIN', `SET LOCAL app.tenant_id TO 'x'`, 'SELECT 1', 'COMMIT')
const scopeReply = Buffer.concat([
  tag('BEGIN'),
  tag('SET'),
  tag('SELECT 1'),
  tag('COMMIT'),
  readyForQuery('I'),
])

describe('Multiplexer', () => {
  it('does not reset after a pipeline that sets locally', async () => {
    const { batches, connect } = await multiplexer(() => scopeReply)
    const [one, two] = [connect(), connect()]
    for (const send of [one, two, one, one, two]) expect(await send(TENANT_SCOPE)).toBe('CCCCZ')
    expect(batches).toEqual(['reset', 'batch', 'batch', 'batch', 'batch', 'batch'])
  })

  it.each([
    ['a SET of the session', extended('SET a.b TO 1'), [tag('SET')]],
    ['a SET beside a SET LOCAL', extended('SET LOCAL a.b TO 1', 'SET a.b TO 1'), [tag('SET'), tag('SET')]],
    ['a SET hidden in a comment', extended('/* SET LOCAL */ SET a.b TO 1'), [tag('SET')]],
    [
      'a SET before an error',
      extended('SET a.b TO 1', 'oops', 'SET LOCAL a.b TO 1'),
      [tag('SET'), message('E')],
    ],
    ['a block', simpleQuery('DO $$ ... $$'), [tag('DO')]],
    ['set_config', extended(`SELECT set_config('a.b', '1', false)`), [tag('SELECT 1')]],
    ['a setting the backend reports', simpleQuery('SELECT f()'), [tag('SELECT 1'), message('S')]],
  ])('resets after %s', async (_what, request, reply) => {
    const { batches, connect } = await multiplexer((batch) =>
      batch.includes('SELECT 2') ? readyForQuery('I') : Buffer.concat([...reply, readyForQuery('I')]),
    )
    const send = connect()
    await send(request)
    await send(simpleQuery('SELECT 2'))
    expect(batches).toEqual(['reset', 'batch', 'reset', 'batch'])
  })

  it('refuses a whole pipeline whose first unit got no turn', async () => {
    const { batches, connect } = await multiplexer(() => readyForQuery('T'))
    const [holder, waiter] = [connect(), connect()]
    await holder(simpleQuery('BEGIN'))
    const pipeline = Buffer.concat([simpleQuery('BEGIN'), simpleQuery('INSERT'), simpleQuery('COMMIT')])
    expect(await waiter(pipeline, 3)).toBe('EZEZEZ')
    expect(batches).toEqual(['reset', 'batch'])
  })

  it('keeps the turn from Flush to Sync', async () => {
    const { batches, connect } = await multiplexer((batch) =>
      batch.endsWith('H\0\0\0\x04') ? tag('x') : readyForQuery('I'),
    )
    const [streaming, other] = [connect(), connect()]
    const streamed = streaming(Buffer.concat([parse('SELECT 1'), message('H')]))
    expect(await other(simpleQuery('SELECT 2'))).toBe('EZ')
    await streaming(sync)
    expect(await other(simpleQuery('SELECT 2'))).toBe('Z')
    expect(batches).toEqual(['reset', 'batch', 'batch', 'batch'])
    void streamed
  })
})
