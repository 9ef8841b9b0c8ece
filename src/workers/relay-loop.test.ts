import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Signal } from '#src/lib/signal.ts'
import { startRelayLoop } from './relay-loop.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function startWith(relay: () => Promise<number>) {
  const lines: { level: number; msg: string }[] = []
  const wake = new Signal()
  const log = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line)) })
  return { ...startRelayLoop({ relay, wake, log }), wake, said: () => lines.map(({ msg }) => msg) }
}

/** Lets everything run that waits for no timer. */
const settle = () => vi.advanceTimersByTimeAsync(0)

test('goes on after a rest until nothing moves', async () => {
  const relay = vi.fn(async () => 0)
  relay.mockResolvedValueOnce(500).mockResolvedValueOnce(20)
  const loop = startWith(relay)
  for (const times of [1, 2, 3, 3]) {
    await settle()
    expect(relay).toHaveBeenCalledTimes(times)
    await vi.advanceTimersByTimeAsync(25)
  }
  await loop.stop()
})

test('looks again after a quarter of a second, and at once when woken', async () => {
  const relay = vi.fn(async () => 0)
  const loop = startWith(relay)
  await vi.advanceTimersByTimeAsync(250)
  expect(relay).toHaveBeenCalledTimes(2)
  loop.wake.fire()
  await settle()
  expect(relay).toHaveBeenCalledTimes(3)
  await loop.stop()
})

test('wake-ups during a pass make one more pass', async () => {
  const passes: (() => void)[] = []
  const relay = vi.fn(() => new Promise<number>((resolve) => passes.push(() => resolve(0))))
  const loop = startWith(relay)
  for (let i = 0; i < 10; i++) loop.wake.fire()
  expect(relay).toHaveBeenCalledTimes(1)
  passes[0]?.()
  await vi.advanceTimersByTimeAsync(25)
  expect(relay).toHaveBeenCalledTimes(2)
  passes[1]?.()
  await vi.advanceTimersByTimeAsync(25)
  expect(relay).toHaveBeenCalledTimes(2)
  await loop.stop()
})

test('wake-ups while it rests make one pass at the end of the rest', async () => {
  const relay = vi.fn(async () => 0)
  relay.mockResolvedValueOnce(1)
  const loop = startWith(relay)
  await settle()
  for (let i = 0; i < 10; i++) loop.wake.fire()
  await vi.advanceTimersByTimeAsync(24)
  expect(relay).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(relay).toHaveBeenCalledTimes(2)
  await loop.stop()
})

test('a streak of failures is told once, is tried ever more seldom, and no wake-up shortens the wait', async () => {
  const relay = vi.fn(async () => 0)
  for (let i = 0; i < 6; i++) relay.mockRejectedValueOnce(new Error('away'))
  const loop = startWith(relay)
  await settle()
  loop.wake.fire()
  await vi.advanceTimersByTimeAsync(499)
  expect(relay).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(relay).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(1000 + 2000 + 4000 + 5000 + 5000)
  expect(relay).toHaveBeenCalledTimes(7)
  expect(loop.said()).toEqual(['the relay failed; it is tried again until it works', 'the relay works again'])
  await loop.stop()
})

test('stopping waits for the pass under way, and no pass follows', async () => {
  let finish = () => {}
  const relay = vi.fn(
    () =>
      new Promise<number>((resolve) => {
        finish = () => resolve(500)
      }),
  )
  const loop = startWith(relay)
  const stopped = vi.fn()
  const stopping = loop.stop().then(stopped)
  await settle()
  expect(stopped).not.toHaveBeenCalled()
  finish()
  await stopping
  loop.wake.fire()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(relay).toHaveBeenCalledTimes(1)
})
