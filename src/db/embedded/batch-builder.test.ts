import { describe, expect, it } from 'vitest'
import { type Batch, BatchBuilder } from './batch-builder.ts'
import { MessageReader } from './message-reader.ts'
import { closeStatement, cstring, message, simpleQuery, startupMessage, sync } from './wire-messages.ts'

const parse = (name: string, sql: string) => message('P', cstring(name), cstring(sql), Buffer.alloc(2))
const bind = (portal: string, statement: string) =>
  message('B', cstring(portal), cstring(statement), Buffer.alloc(6))
const execute = (portal: string) => message('E', cstring(portal), Buffer.alloc(4))
const flush = message('H')

function session(id = 7) {
  const reader = new MessageReader()
  reader.read(startupMessage({}))
  const builder = new BatchBuilder(id)
  const send = (...messages: Buffer[]): Batch[] =>
    reader.read(Buffer.concat(messages)).flatMap((each) => builder.add(each) ?? [])
  return { builder, send }
}

describe('BatchBuilder', () => {
  it('ends a batch at Query, Sync and Flush', () => {
    const { send } = session()
    const batches = send(
      simpleQuery('SELECT 1'),
      parse('', 'SELECT 2'),
      flush,
      bind('', ''),
      execute(''),
      sync,
    )
    expect(batches.map(({ awaitsSync }) => awaitsSync)).toEqual([false, true, false])
    expect(batches.map(({ bytes }) => bytes)).toEqual([
      simpleQuery('SELECT 1'),
      Buffer.concat([parse('', 'SELECT 2'), flush]),
      Buffer.concat([bind('', ''), execute(''), sync]),
    ])
  })

  it('gives named statements short names of the session, and remembers them', () => {
    const { builder, send } = session()
    const long = 'x'.repeat(100)
    const [batch] = send(
      parse(long, 'SELECT 1'),
      bind('', long),
      message('D', Buffer.from('S'), cstring(long)),
      sync,
    )
    expect(batch?.bytes).toEqual(
      Buffer.concat([
        parse('s7_1', 'SELECT 1'),
        bind('', 's7_1'),
        message('D', Buffer.from('S'), cstring('s7_1')),
        sync,
      ]),
    )
    expect(builder.prepareAgain()).toEqual(Buffer.alloc(0))
    for (const statement of batch?.prepares ?? []) statement.isPrepared = true
    expect(builder.prepareAgain()).toEqual(Buffer.concat([parse('s7_1', 'SELECT 1'), sync]))
    expect(builder.closeAll()).toEqual(closeStatement('s7_1'))
    send(closeStatement(long), sync)
    expect(builder.closeAll()).toEqual(Buffer.alloc(0))
  })

  it('counts a SET LOCAL when it is executed, by whatever statement and portal', () => {
    const { send } = session()
    const local = `SET LOCAL app.tenant_id TO 'x'`
    const counts = send(
      ...[parse('', local), bind('', ''), execute(''), sync],
      ...[parse('', local), bind('', ''), sync],
      ...[parse('named', local), bind('p', 'named'), execute('p'), execute('p'), sync],
      ...[parse('', `SET app.tenant_id TO 'x'`), bind('', ''), execute(''), sync],
      simpleQuery(local),
    ).map(({ localSets }) => localSets)
    expect(counts).toEqual([1, 0, 2, 0, 1])
  })

  it('replaces what the one backend must not see', () => {
    const { send } = session()
    const [unlisten, copy] = send(simpleQuery('UNLISTEN news'), simpleQuery('COPY t FROM STDIN'))
    expect(unlisten?.bytes.toString()).toContain('UNLISTEN "nobody')
    expect(unlisten?.unlistens).toEqual(['news'])
    expect(copy?.bytes.toString()).toContain('feature_not_supported')
  })
})
