import { expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

it('is one text for one value', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é"' }], a: true, B: -0 })).toBe(
    '{"B":0,"a":true,"b":[1,{"c":"é\\"","d":null}]}',
  )
  expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }))
})

it.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, undefined, () => 1])('refuses %s', (value) => {
  expect(() => canonicalJson([value])).toThrow(TypeError)
})
