import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'

export interface Message {
  /** The same at each attempt. */
  id: string
  at: Date
  body: string
}

/** The key of a secret: `whsec_` and the base64 of the key. */
export const signingKey = (secret: string): KeyObject =>
  createSecretKey(Buffer.from(secret.slice('whsec_'.length), 'base64'))

/** The headers of Standard Webhooks, signed with each of `keys`. */
export function signatureHeaders(
  keys: readonly KeyObject[],
  { id, at, body }: Message,
): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1000)
  const content = `${id}.${timestamp}.${body}`
  const sign = (key: KeyObject) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': keys.map(sign).join(' '),
  }
}
