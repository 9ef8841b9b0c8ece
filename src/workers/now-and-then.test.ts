import pino from 'pino'
import { expect, test, vi } from 'vitest'
import { nowAndThen } from './now-and-then.ts'

const HOUR_MS = 60 * 60_000

function sweepWith(remove: () => Promise<number>) {
  let now = Date.parse('2026-01-01T00:00:00Z')
  const context = {
    clock: { now: () => new Date(now) },
    log: pino({ level: 'silent' }),
  }
  const sweep = nowAndThen(context, { name: 'sweep', everyMs: HOUR_MS, run: remove })
  return {
    sweep,
    pass: (ms: number) => {
      now += ms
    },
  }
}

test('sweeps at the first call and then once an hour', async () => {
  const remove = vi.fn(async () => 3)
  const { sweep, pass } = sweepWith(remove)
  await sweep()
  await sweep()
  pass(HOUR_MS - 1)
  await sweep()
  expect(remove).toHaveBeenCalledTimes(1)
  pass(1)
  await sweep()
  expect(remove).toHaveBeenCalledTimes(2)
})

test('a sweep that fails holds nothing up and is tried again in an hour', async () => {
  const remove = vi.fn(async () => 0)
  remove.mockRejectedValueOnce(new Error('away'))
  const { sweep, pass } = sweepWith(remove)
  await sweep()
  await sweep()
  expect(remove).toHaveBeenCalledTimes(1)
  pass(HOUR_MS)
  await sweep()
  expect(remove).toHaveBeenCalledTimes(2)
})
