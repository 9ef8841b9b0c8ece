import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Turns } from './turns.ts'

describe('Turns', () => {
  const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }]

  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('go round first come, first served', async () => {
    const turns = new Turns<{ name: string }>()
    const order: string[] = []
    await turns.take(a)
    const waiting = [c, b].map((one) => turns.take(one).then(() => order.push(one.name)))
    expect(await turns.take(a)).toBe(true)
    turns.pass(b)
    expect(turns.holder).toBe(a)
    turns.pass(a)
    turns.pass(c)
    await Promise.all(waiting)
    expect(order).toEqual(['c', 'b'])
  })

  it('time out with 55P03, and leave the queue', async () => {
    const turns = new Turns<object>()
    await turns.take(a)
    const late = expect(turns.take(b, 100)).rejects.toMatchObject({ code: '55P03' })
    await vi.advanceTimersByTimeAsync(100)
    await late
    turns.pass(a)
    expect(turns.holder).toBeUndefined()
  })

  it('are cancelled without a turn', async () => {
    const turns = new Turns<object>()
    await turns.take(a)
    const cancelled = turns.take(b, 100)
    turns.cancel(b)
    expect(await cancelled).toBe(false)
    turns.cancel(c)
    expect(vi.getTimerCount()).toBe(0)
  })
})
