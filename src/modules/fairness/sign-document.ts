import { createHash, sign, verify } from 'node:crypto'
import type { SigningKey } from '#src/config/secrets.ts'

export interface Signature {
  algorithm: 'ES256'
  key_id: string
  /** PEM: what was signed can be checked when the key has long been replaced. */
  public_key: string
  content_sha256: string
  /** Of `PURPOSE` and the document, base64url. */
  value: string
}

/** The keys sign access tokens too: neither can pass for the other. */
const PURPOSE = 'shortlist bias audit v1\n'
const ENCODING = 'ieee-p1363'

export function signDocument(document: string, [key]: readonly SigningKey[]): Signature {
  if (key === undefined) throw new Error('at least one signing key is needed')
  const signed = sign('sha256', Buffer.from(PURPOSE + document), {
    key: key.privateKey,
    dsaEncoding: ENCODING,
  })
  return {
    algorithm: 'ES256',
    key_id: key.id,
    public_key: key.publicKey,
    content_sha256: sha256(document),
    value: signed.toString('base64url'),
  }
}

/** Whether the document is the one that was signed, by the key that is named. */
export function isSigned(document: string, signature: Signature): boolean {
  const { public_key: key, value, content_sha256 } = signature
  const signed = Buffer.from(value, 'base64url')
  return (
    content_sha256 === sha256(document) &&
    verify('sha256', Buffer.from(PURPOSE + document), { key, dsaEncoding: ENCODING }, signed)
  )
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
