import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MessageReader } from './message-reader.ts'
import { message, simpleQuery, startupMessage, sync } from './wire-messages.ts'

const startup = startupMessage({ user: 'u' })
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])
const stream = Buffer.concat([sslRequest, startup, simpleQuery('SELECT 1'), sync, message('X')])

describe('MessageReader', () => {
  it('finds the same messages however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), (sizes) => {
        const reader = new MessageReader()
        const found = []
        for (let at = 0, i = 0; at < stream.length; i += 1) {
          const size = sizes[i % sizes.length] ?? 1
          found.push(...reader.read(stream.subarray(at, at + size)))
          at += size
        }
        expect(found.map(({ type }) => type)).toEqual(['', '', 'Q', 'S', 'X'])
        expect(Buffer.concat(found.map(({ raw }) => raw))).toEqual(stream)
      }),
    )
  })

  it('refuses a length that cannot be', () => {
    const read = (...bytes: number[]) => new MessageReader().read(Buffer.from(bytes))
    expect(() => read(0, 0, 0, 3)).toThrow('invalid message length 3')
    expect(() => read(0, 0, 0, 4, 0, 0, 0, 0)).toThrow('invalid startup message')
    expect(() => read(0x7f, 0xff, 0xff, 0xff)).toThrow('invalid message length')
    const started = new MessageReader()
    started.read(startup)
    expect(() => started.read(Buffer.from([0x51, 0x7f, 0xff, 0xff, 0xff]))).toThrow('invalid message length')
  })
})
