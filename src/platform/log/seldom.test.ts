import { expect, test, vi } from 'vitest'
import { seldom } from './seldom.ts'

test('lets one call through in thirty seconds', () => {
  let now = 1_000_000
  const tell = vi.fn()
  const quietly = seldom({ now: () => new Date(now) }, tell)
  quietly('first')
  now += 29_999
  quietly('dropped')
  now += 1
  quietly('second')
  expect(tell.mock.calls).toEqual([['first'], ['second']])
})
