import { describe, expect, it } from 'vitest'
import { adminShutdown, queryCanceled } from './backend-error.ts'
import {
  bodyOf,
  commandTag,
  endsWithFlush,
  endsWithReadyForQuery,
  errorResponse,
  firstError,
  message,
  messagesIn,
  notificationChannel,
  readyForQuery,
  simpleQuery,
  startupMessage,
  sync,
} from './wire-messages.ts'

describe('messages', () => {
  it('are a type, a length that counts itself, and a body', () => {
    expect(simpleQuery('é')).toEqual(Buffer.from([0x51, 0, 0, 0, 7, 0xc3, 0xa9, 0]))
    expect(sync).toEqual(Buffer.from([0x53, 0, 0, 0, 4]))
    expect(startupMessage({ user: 'u' })).toEqual(Buffer.from('\0\0\0\x10\0\x03\0\0user\0u\0\0', 'latin1'))
  })

  it('are found one after the other, and a cut one is left out', () => {
    const reply = Buffer.concat([
      message('C', Buffer.from('SELECT 1\0')),
      readyForQuery('T'),
      Buffer.from('Z\0'),
    ])
    const spans = [...messagesIn(reply)]
    expect(spans.map(({ type }) => type)).toEqual(['C', 'Z'])
    expect(spans.map((span) => bodyOf(reply, span).toString())).toEqual(['SELECT 1\0', 'T'])
  })

  it('tell how they end', () => {
    expect(endsWithReadyForQuery(Buffer.concat([sync, readyForQuery('E')]))).toBe(true)
    expect(endsWithReadyForQuery(message('C', Buffer.from('SELECT 1\0')))).toBe(false)
    expect(endsWithReadyForQuery(Buffer.alloc(0))).toBe(false)
    expect(endsWithFlush(Buffer.concat([sync, message('H')]))).toBe(true)
    expect(endsWithFlush(sync)).toBe(false)
  })
})

describe('bodies', () => {
  it('give the tag of a command and the channel of a notification', () => {
    expect(commandTag(Buffer.from('INSERT 0 1\0'))).toBe('INSERT 0 1')
    expect(notificationChannel(Buffer.from('\0\0\0\x2anews\0hello\0', 'latin1'))).toBe('news')
  })

  it('give the code and the message of the first error', () => {
    const reply = Buffer.concat([
      sync,
      errorResponse(queryCanceled('too long')),
      errorResponse(adminShutdown('bye')),
    ])
    expect(firstError(reply)).toEqual({ code: '57014', message: 'too long' })
    expect(firstError(sync)).toBeUndefined()
  })
})
