import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { isObjectKey, type ObjectKey } from './object-key.ts'
import { StorageDenied } from './storage-error.ts'

/** What a folder link grants: one object, under one name, until a moment. */
export interface FileGrant {
  key: ObjectKey
  /** Seconds since 1970. */
  expiresAt: number
  filename: string
  contentType: string
}

const MAX_TOKEN = 4096

export function sealFileGrant(grant: FileGrant, signingKey: Buffer): string {
  const payload = Buffer.from(JSON.stringify(grant)).toString('base64url')
  return `${payload}.${signatureOf(payload, signingKey).toString('base64url')}`
}

/** Throws StorageDenied. */
export function openFileGrant(token: string, signingKey: Buffer, now: Date): FileGrant {
  const [payload, signature, ...rest] = token.length <= MAX_TOKEN ? token.split('.') : []
  if (!payload || !signature || rest.length > 0 || !isSignedBy(signingKey, payload, signature)) {
    throw new StorageDenied('the link is not valid')
  }
  const grant = FileGrantPayload.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  if (grant.expiresAt * 1000 <= now.getTime()) throw new StorageDenied('the link has expired')
  return grant
}

const FileGrantPayload = z.object({
  key: z.string().refine(isObjectKey),
  expiresAt: z.int(),
  filename: z.string(),
  contentType: z.string(),
})

function isSignedBy(signingKey: Buffer, payload: string, signature: string): boolean {
  const given = Buffer.from(signature, 'base64url')
  const expected = signatureOf(payload, signingKey)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

// The label keeps a signature made for something else under the same key from being a file link.
const signatureOf = (payload: string, signingKey: Buffer): Buffer =>
  createHmac('sha256', signingKey).update(`file-link.v1.${payload}`).digest()
