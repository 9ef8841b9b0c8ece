import { expect, test } from 'vitest'
import { storable } from './storable.ts'

test('NUL characters go from strings at every depth, and from keys', () => {
  const dirty = { 'a\0b': ['x\0', { deep: '\0\0y\0' }], text: 'left\0right' }
  expect(storable(dirty)).toEqual({ ab: ['x', { deep: 'y' }], text: 'leftright' })
})

test('lone surrogates become replacement characters, pairs stay', () => {
  expect(storable(['\ud800', 'a\udc00b', '😀'])).toEqual(['\ufffd', 'a\ufffdb', '😀'])
})

test('everything else stays as it is', () => {
  const value = { number: 1.5, yes: true, none: null, list: [], empty: {} }
  expect(storable(value)).toEqual(value)
})
