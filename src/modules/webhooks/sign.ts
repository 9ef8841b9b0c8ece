import { createHmac } from 'node:crypto'

export interface Message {
  /** The same at each attempt. */
  id: string
  at: Date
  body: string
}

/** The headers of Standard Webhooks, signed with each of `secrets`: `whsec_` and the base64 of the key. */
export function signatureHeaders(
  secrets: readonly string[],
  { id, at, body }: Message,
): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1000)
  const content = `${id}.${timestamp}.${body}`
  const sign = (secret: string) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    return `v1,${createHmac('sha256', key).update(content).digest('base64')}`
  }
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map(sign).join(' '),
  }
}
