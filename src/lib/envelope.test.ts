import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createEnvelope } from './envelope.ts'

const place = { tenantId: 't1', table: 'webhook_endpoints', column: 'secret', rowId: 'r1' }

test('opens what it sealed, also after the key was replaced', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)]
  const sealed = createEnvelope([old]).seal('whsec_ä', place)
  expect(createEnvelope([fresh, old]).open(sealed, place)).toBe('whsec_ä')
  expect(() => createEnvelope([fresh]).open(sealed, place)).toThrow('unknown key')
})

test('is wrapped anew without being opened, once, and only in its place', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)]
  const sealed = createEnvelope([old]).seal('whsec_ä', place)
  const both = createEnvelope([fresh, old])
  const again = both.rewrap(sealed, place) ?? ''
  expect(createEnvelope([fresh]).open(again, place)).toBe('whsec_ä')
  // The ciphertext is the same; the data key is sealed by another key.
  expect(again.split('.').slice(5)).toEqual(sealed.split('.').slice(5))
  expect(both.rewrap(again, place)).toBeUndefined()
  expect(() => both.rewrap(sealed, { ...place, rowId: 'r2' })).toThrow()
})

test.each(['tenantId', 'table', 'column', 'rowId'])('a value moved to another %s does not open', (field) => {
  const envelope = createEnvelope([randomBytes(32)])
  const sealed = envelope.seal('secret', place)
  expect(() => envelope.open(sealed, { ...place, [field]: 'other' })).toThrow()
})

test('the same secret never has the same ciphertext', () => {
  const envelope = createEnvelope([randomBytes(32)])
  expect(envelope.seal('secret', place)).not.toBe(envelope.seal('secret', place))
})
