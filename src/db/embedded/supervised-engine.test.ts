import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Engine } from './engine.ts'
import { type OpenEngine, SupervisedEngine } from './supervised-engine.ts'
import { sync } from './wire-messages.ts'

const TIMEOUT_MS = 1000

/** Engines that answer when told to, and tell as a thread does when they are killed. */
function engines() {
  const opened: { answer(): void; die(reason: string): void }[] = []
  const open: OpenEngine = async (onGone) => {
    let settle: { resolve(reply: Buffer): void; reject(error: Error): void } | undefined
    const die = (reason: string) => {
      onGone(reason)
      settle?.reject(new Error(reason))
    }
    opened.push({ answer: () => settle?.resolve(sync), die })
    const exec = () =>
      new Promise<Buffer>((resolve, reject) => {
        settle = { resolve, reject }
      })
    return {
      exec,
      dump: async () => sync,
      close: async () => {},
      kill: async () => die('killed'),
    } satisfies Engine
  }
  return { opened, open: vi.fn(open) }
}

describe('SupervisedEngine', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const start = async (canReopen = true) => {
    const { opened, open } = engines()
    const restarts: string[] = []
    const onRestart = (reason: string) => void restarts.push(reason)
    const engine = await SupervisedEngine.start(open, {
      canReopen,
      statementTimeoutMs: TIMEOUT_MS,
      onRestart,
    })
    return { engine, opened, open, restarts }
  }

  it('stops a statement at its timeout and opens anew', async () => {
    const { engine, opened, restarts } = await start()
    const late = expect(engine.exec(sync)).rejects.toMatchObject({ code: '57014' })
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS)
    await late
    const next = engine.exec(sync)
    await vi.advanceTimersByTimeAsync(0)
    opened[1]?.answer()
    expect(await next).toBe(sync)
    expect(restarts).toEqual(['statement timeout'])
  })

  it('takes the time of a restart for no part of the statement', async () => {
    const { engine, opened, open } = await start()
    const { open: slowOpen } = engines()
    open.mockImplementationOnce(
      (onGone) => new Promise((resolve) => setTimeout(() => resolve(slowOpen(onGone)), 5000)),
    )
    const failed = expect(engine.exec(sync)).rejects.toMatchObject({ code: '57P01' })
    await vi.advanceTimersByTimeAsync(0)
    opened[0]?.die('aborted')
    await vi.advanceTimersByTimeAsync(5000)
    await failed
  })

  it('gives up when it cannot be opened, with the reason', async () => {
    const { engine, opened, open } = await start()
    open.mockRejectedValue(new Error('disk is full'))
    opened[0]?.die('aborted')
    await expect(engine.exec(sync)).rejects.toMatchObject({
      code: '57P03',
      message: expect.stringContaining('disk is full'),
    })
    expect(open).toHaveBeenCalledTimes(6)
  })

  it('does not reopen what was in memory', async () => {
    const { engine, opened, open } = await start(false)
    opened[0]?.die('aborted')
    await expect(engine.exec(sync)).rejects.toThrow('memory is lost: aborted')
    expect(open).toHaveBeenCalledTimes(1)
  })
})
