import { randomBytes } from 'node:crypto'
import type { Envelope } from '#src/lib/envelope.ts'

/** A signing key in the form of Standard Webhooks. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Seals and opens what an endpoint's row keeps from the readers of the database. */
export function endpointSecrets(envelope: Envelope, tenantId: string, rowId: string) {
  const place = (column: string) => ({ tenantId, table: 'webhook_endpoints', column, rowId })
  return {
    sealSecret: (secret: string) => envelope.seal(secret, place('secret_sealed')),
    openSecret: (sealed: string) => envelope.open(sealed, place('secret_sealed')),
    sealOldSecret: (secret: string) => envelope.seal(secret, place('old_secrets')),
    openOldSecret: (sealed: string) => envelope.open(sealed, place('old_secrets')),
    sealHeaders: (headers: Record<string, string>) =>
      envelope.seal(JSON.stringify(headers), place('headers_sealed')),
    openHeaders: (sealed: string) =>
      JSON.parse(envelope.open(sealed, place('headers_sealed'))) as Record<string, string>,
  }
}
