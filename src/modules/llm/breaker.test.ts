import { expect, test } from 'vitest'
import { Breaker } from './breaker.ts'

const at = (seconds: number) => new Date(1_000_000 + seconds * 1000)

function broken(): Breaker {
  const breaker = new Breaker()
  for (let i = 0; i < 5; i++) breaker.failed('a', at(0))
  return breaker
}

test('rests after five failures in a row, and only for what failed', () => {
  const breaker = new Breaker()
  for (let i = 0; i < 4; i++) breaker.failed('a', at(0))
  breaker.succeeded('a')
  for (let i = 0; i < 4; i++) breaker.failed('a', at(0))
  expect(breaker.mayCall('a', at(0))).toBe(true)
  breaker.failed('a', at(0))
  expect([breaker.mayCall('a', at(0)), breaker.mayCall('b', at(0))]).toEqual([false, true])
})

test('lets one call try when the rest is over', () => {
  const breaker = broken()
  expect([29, 30, 30].map((seconds) => breaker.mayCall('a', at(seconds)))).toEqual([false, true, false])
  breaker.failed('a', at(31))
  expect([breaker.mayCall('a', at(60)), breaker.mayCall('a', at(61))]).toEqual([false, true])
  breaker.untried('a')
  expect(breaker.mayCall('a', at(61))).toBe(true)
  breaker.succeeded('a')
  expect([breaker.mayCall('a', at(62)), breaker.mayCall('a', at(62))]).toEqual([true, true])
})

test('rests as long as it is asked to', () => {
  const breaker = new Breaker()
  breaker.failed('a', at(0), 7_000)
  expect([6, 7].map((seconds) => breaker.mayCall('a', at(seconds)))).toEqual([false, true])
})

test('rests no shorter because of another call that failed later', () => {
  const breaker = new Breaker()
  breaker.failed('a', at(0), 300_000)
  for (let i = 0; i < 5; i++) breaker.failed('a', at(1))
  expect([299, 300].map((seconds) => breaker.mayCall('a', at(seconds)))).toEqual([false, true])
})
