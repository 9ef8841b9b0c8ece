import type pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { patientPool } from './patient-pool.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function fakePool(failures: number) {
  let left = failures
  const pool = {
    ending: false,
    connect: vi.fn(async () => {
      if (left-- > 0) throw new Error('timeout exceeded when trying to connect')
      return 'client'
    }),
    query(this: object) {
      return this === pool
    },
  }
  return pool
}

const patient = (pool: ReturnType<typeof fakePool>, onError = vi.fn()) =>
  patientPool(pool as unknown as pg.Pool, onError)

test('a connection is tried for with pauses until there is one', async () => {
  const pool = fakePool(2)
  const onError = vi.fn()
  const client = patient(pool, onError).connect()
  await vi.advanceTimersByTimeAsync(999)
  expect(pool.connect).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(await client).toBe('client')
  expect(onError).toHaveBeenCalledTimes(2)
})

test('but not from a pool that has ended, and all else is the pool itself', async () => {
  const pool = fakePool(1)
  pool.ending = true
  await expect(patient(pool).connect()).rejects.toThrow('timeout')
  expect(patient(pool).query('select 1')).toBe(true)
})
