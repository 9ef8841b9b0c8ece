import { createHmac } from 'node:crypto'

export interface Message {
  /** The same at each attempt. */
  id: string
  at: Date
  body: string
}

/** The headers of Standard Webhooks. `secret`: `whsec_` and the base64 of the key. */
export function signatureHeaders(secret: string, { id, at, body }: Message): Record<string, string> {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const timestamp = Math.floor(at.getTime() / 1000)
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  }
}
