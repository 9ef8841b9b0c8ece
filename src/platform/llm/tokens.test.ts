import { expect, test } from 'vitest'
import { credible } from './tokens.ts'

const COUNTED = { input: 100, cachedInput: 40, cacheWrite: 10, output: 7 }

test('what a provider counted is taken as it is', () => {
  expect(credible(COUNTED, 'text')).toEqual(COUNTED)
  expect(credible({ ...COUNTED, cachedInput: undefined, cacheWrite: undefined }, 'text')).toEqual({
    ...COUNTED,
    cachedInput: 0,
    cacheWrite: 0,
  })
  expect(credible({ ...COUNTED, output: 0 }, '')).toEqual({ ...COUNTED, output: 0 })
})

test.each([
  ['nothing of the question', { input: undefined }],
  ['nothing of the answer', { output: undefined }],
  ['a question of no tokens', { input: 0, cachedInput: 0, cacheWrite: 0 }],
  ['an answer of no tokens', { output: 0 }],
  ['less than nothing', { output: -7 }],
  ['parts of tokens', { input: 100.5 }],
  ['no number', { input: Number.NaN }],
  ['more than any model takes', { input: 1e300 }],
  ['more from a cache than there was', { cachedInput: 91 }],
])('%s is no count', (_what, counted) => {
  expect(credible({ ...COUNTED, ...counted }, 'text')).toBeUndefined()
})
