import { expect, test } from 'vitest'
import { type Contact, isContradiction, nextContacts, primaryOf } from './contacts.ts'

const one = (value: string, isPrimary = false): Contact => ({ value, type: 'work', isPrimary })
const [a, b] = [one('a', true), one('b')]

test('nothing sent changes nothing', () => {
  expect(nextContacts([a, b], {})).toEqual([a, b])
})

test('all that were sent replace the old ones', () => {
  expect(nextContacts([a, b], { all: [] })).toEqual([])
  expect(nextContacts([a], { all: [one('c'), one('d', true)] })).toEqual([one('c'), one('d', true)])
})

test('of several sent without a primary one, it is the named one or the first', () => {
  const all = [one('c'), one('d')]
  expect(primaryOf(nextContacts([], { all }))).toBe('c')
  expect(primaryOf(nextContacts([], { all, primary: 'd' }))).toBe('d')
})

test('a primary one alone takes the place of the old one, and the others stay', () => {
  expect(nextContacts([a, b], { primary: 'c' })).toEqual([one('c', true), b])
  expect(nextContacts([b], { primary: 'c' })).toEqual([{ value: 'c', type: 'other', isPrimary: true }, b])
})

test('a known one is promoted', () => {
  expect(nextContacts([a, b], { primary: 'b' })).toEqual([one('a'), one('b', true)])
})

test('null takes the primary one away and promotes no other', () => {
  expect(nextContacts([a, b], { primary: null })).toEqual([b])
  expect(primaryOf([b])).toBeNull()
})

test.each([
  [{ primary: 'a' }, false],
  [{ all: [a, b] }, false],
  [{ all: [a, b], primary: 'a' }, false],
  [{ all: [one('a'), b], primary: 'b' }, false],
  [{ all: [], primary: null }, false],
  [{ all: [a, b], primary: 'b' }, true],
  [{ all: [a, b], primary: 'c' }, true],
  [{ all: [a], primary: null }, true],
  [{ all: [], primary: 'a' }, true],
])('%j is a contradiction: %s', (sent, expected) => {
  expect(isContradiction(sent)).toBe(expected)
})
