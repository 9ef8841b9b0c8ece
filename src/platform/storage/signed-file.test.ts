import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { objectKey } from './object-key.ts'
import { openFileGrant, sealFileGrant } from './signed-file.ts'
import { StorageDenied } from './storage-error.ts'

const key = Buffer.alloc(32, 1)
const now = new Date('2026-01-01T00:00:00Z')
const grant = {
  key: objectKey('01890000-0000-7000-8000-000000000001', 'exports', '01890000-0000-7000-8000-000000000002'),
  expiresAt: now.getTime() / 1000 + 60,
  filename: 'größe.pdf',
  contentType: 'application/pdf',
}

describe('a file link', () => {
  const token = sealFileGrant(grant, key)
  const [payload = '', signature = ''] = token.split('.')

  test('opens with what it was made for, and is safe in a path', () => {
    expect(openFileGrant(token, key, now)).toEqual(grant)
    expect(token).toMatch(/^[\w.-]+$/)
  })

  test('closes at its end', () => {
    const end = grant.expiresAt * 1000
    expect(openFileGrant(token, key, new Date(end - 1))).toEqual(grant)
    expect(() => openFileGrant(token, key, new Date(end))).toThrow('expired')
  })

  test.each([
    ['nothing', ''],
    ['no signature', payload],
    ['an empty signature', `${payload}.`],
    ['a short signature', `${payload}.${signature.slice(0, -2)}`],
    ['another payload', `${payload.slice(0, -1)}x.${signature}`],
    ['a third part', `${token}.x`],
    ['an endless token', `${'a'.repeat(100_000)}.${signature}`],
    ['a signature made for another purpose', `${payload}.${rawSignature(payload)}`],
  ])('denies %s', (_what, forged) => {
    expect(() => openFileGrant(forged, key, now)).toThrow(StorageDenied)
  })

  test('denies another key', () => {
    expect(() => openFileGrant(token, Buffer.alloc(32, 2), now)).toThrow(StorageDenied)
  })
})

function rawSignature(payload: string): string {
  return createHmac('sha256', key).update(payload).digest('base64url')
}
