import type { Readable } from 'node:stream'
import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '#src/lib/errors.ts'
import { EventStreams, type MessageSource, type StreamMessage } from './event-stream.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const said: string[] = []
const log = pino({ base: null }, { write: (line: string) => said.push(JSON.parse(line).msg) })

const allowed = async () => {}

/** Says nothing until it is stopped. */
const silent: MessageSource = async function* (stop) {
  await new Promise((resolve) => stop.addEventListener('abort', resolve))
}

const saying = (...messages: StreamMessage[]): MessageSource =>
  async function* () {
    yield* messages
  }

function read(stream: Readable) {
  const seen = { text: '', ended: false, closed: false }
  stream.on('data', (chunk: Buffer) => {
    seen.text += chunk.toString()
  })
  stream.on('end', () => {
    seen.ended = true
  })
  stream.on('close', () => {
    seen.closed = true
  })
  return seen
}

/** Lets everything run that waits for no timer. */
const settle = () => vi.advanceTimersByTimeAsync(0)

test('writes messages as the format wants them', async () => {
  const source = saying({ id: 7, event: 'job.created', data: { text: 'a\nb' } }, { id: 8 }, { data: 1 })
  const seen = read(new EventStreams(log).open({ owner: 'a', source, assertAllowed: allowed }))
  await settle()
  expect(seen).toEqual({
    text: 'retry: 2000\n\nid: 7\nevent: job.created\ndata: {"text":"a\\nb"}\n\nid: 8\n\ndata: 1\n\n',
    ended: true,
    closed: true,
  })
})

test('beats every fifteen seconds, and ends after a quarter of an hour', async () => {
  const seen = read(new EventStreams(log).open({ owner: 'a', source: silent, assertAllowed: allowed }))
  await vi.advanceTimersByTimeAsync(30_000)
  expect(seen.text).toBe('retry: 2000\n\n:\n\n:\n\n')
  await vi.advanceTimersByTimeAsync(14 * 60_000 + 29_999)
  expect(seen.ended).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(seen).toMatchObject({ ended: true, closed: true })
  expect(vi.getTimerCount()).toBe(0)
})

test('asks every second whether the client may read on', async () => {
  let isAllowed = true
  const assertAllowed = async () => {
    if (!isAllowed) throw new Error('revoked')
  }
  const seen = read(new EventStreams(log).open({ owner: 'a', source: silent, assertAllowed }))
  await vi.advanceTimersByTimeAsync(5000)
  isAllowed = false
  expect(seen.ended).toBe(false)
  await vi.advanceTimersByTimeAsync(1000)
  expect(seen).toMatchObject({ ended: true, text: 'retry: 2000\n\n' })
})

test('sends nothing on a standing that is gone', async () => {
  const assertAllowed = () => Promise.reject(new AppError({ code: 'a.b', status: 401, title: 'No' }))
  const seen = read(new EventStreams(log).open({ owner: 'a', source: saying({ data: 1 }), assertAllowed }))
  await settle()
  expect(seen).toMatchObject({ ended: true, text: 'retry: 2000\n\n' })
  expect(said).toEqual([])
})

test('asks the source for no more than the client reads, and does not wait for one that reads nothing', async () => {
  let asked = 0
  const source: MessageSource = async function* () {
    for (;;) {
      asked++
      yield { data: 'x'.repeat(10_000) }
    }
  }
  const streams = new EventStreams(log)
  const stream = streams.open({ owner: 'a', source, assertAllowed: allowed })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBeLessThan(5)
  streams.close()
  await vi.advanceTimersByTimeAsync(4999)
  expect(stream.destroyed).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(stream.destroyed).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

test('a source that fails ends the stream and is told of', async () => {
  // biome-ignore lint/correctness/useYield: it fails before it can
  const source: MessageSource = async function* () {
    throw new Error('away')
  }
  const seen = read(new EventStreams(log).open({ owner: 'a', source, assertAllowed: allowed }))
  await settle()
  expect(seen.ended).toBe(true)
  expect(said.splice(0)).toEqual(['an event stream broke off'])
})

test('a client that goes away stops the source and makes room', async () => {
  const streams = new EventStreams(log)
  const open = () => streams.open({ owner: 'a', source: silent, assertAllowed: allowed })
  const opened = Array.from({ length: 5 }, open)
  expect(open).toThrow('request.too_many_streams')
  expect(() => streams.open({ owner: 'b', source: silent, assertAllowed: allowed })).not.toThrow()
  opened[0]?.destroy()
  await settle()
  expect(open).not.toThrow()
})

test('closing ends every stream and lets none begin', async () => {
  const streams = new EventStreams(log)
  const open = () => streams.open({ owner: 'a', source: silent, assertAllowed: allowed })
  const seen = [read(open()), read(open())]
  streams.close()
  await settle()
  expect(seen.map(({ ended }) => ended)).toEqual([true, true])
  expect(open).toThrow('server.overloaded')
})

test('a process has a bound of its own', () => {
  const streams = new EventStreams(log)
  const open = (owner: string) => streams.open({ owner, source: silent, assertAllowed: allowed })
  for (let i = 0; i < 1000; i++) open(`owner ${i}`)
  expect(() => open('one more')).toThrow('server.overloaded')
  streams.close()
})
