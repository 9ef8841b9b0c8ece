import { expect, test } from 'vitest'
import { fused } from './fused.ts'

test.each([
  [[], []],
  [
    [['a', 'b'], []],
    ['a', 'b'],
  ],
  [
    [
      ['a', 'b', 'c'],
      ['c', 'a'],
    ],
    ['a', 'c', 'b'],
  ],
  [
    [
      ['b', 'a'],
      ['a', 'b'],
    ],
    ['a', 'b'],
  ],
  [
    [['x'], ['y']],
    ['x', 'y'],
  ],
])('%j', (orders, expected) => {
  expect(fused(orders)).toEqual(expected)
})
