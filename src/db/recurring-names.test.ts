import { expect, test } from 'vitest'
import { recurringNames } from './recurring-names.ts'

const fresh = () => recurringNames((text) => `name of ${text}`)

test('a text has a name from the second time on', () => {
  const nameOf = fresh()
  expect([nameOf('a'), nameOf('b'), nameOf('a'), nameOf('a')]).toEqual([
    undefined,
    undefined,
    'name of a',
    'name of a',
  ])
})

test('texts that never come back do not keep others from their names', () => {
  const nameOf = fresh()
  for (let i = 0; i < 10_000; i++) nameOf(`once ${i}`)
  nameOf('a')
  expect(nameOf('a')).toBe('name of a')
})

test('no more than two hundred texts are named, and no long one', () => {
  const nameOf = fresh()
  const long = 'x'.repeat(5_000)
  nameOf(long)
  expect(nameOf(long)).toBeUndefined()
  for (let i = 0; i < 201; i++) for (let times = 0; times < 2; times++) nameOf(`text ${i}`)
  expect(nameOf('text 199')).toBe('name of text 199')
  expect(nameOf('text 200')).toBeUndefined()
})
