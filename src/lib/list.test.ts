import { expect, test } from 'vitest'
import { readCursor, type Sort, writeCursor } from './list.ts'

const sort: Sort = { field: 'created_at', direction: 'desc' }
const at = { value: '2026-01-02T03:04:05.678Z', id: '0190a000-0000-7000-8000-000000000001' }

test('a cursor comes back as it was written', () => {
  expect(readCursor(writeCursor(sort, at), sort)).toEqual(at)
})

test('a cursor of another order is not understood', () => {
  expect(readCursor(writeCursor({ ...sort, direction: 'asc' }, at), sort)).toBeUndefined()
})

test.each([
  '',
  'AAAA',
  Buffer.from('[1,2,3]').toString('base64url'),
  Buffer.from('{"a":1}').toString('base64url'),
  '%%%',
])('nonsense (%s) is not understood', (text) => {
  expect(readCursor(text, sort)).toBeUndefined()
})

test('a cursor whose id is no id is not understood', () => {
  expect(readCursor(writeCursor(sort, { ...at, id: "x' or 1=1" }), sort)).toBeUndefined()
})
