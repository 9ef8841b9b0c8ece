import type { Envelope } from '#src/lib/envelope.ts'

/** Seals and opens the key of a configuration, which opens in no other row and for no other tenant. */
export function providerKey(envelope: Envelope, tenantId: string, rowId: string) {
  const place = { tenantId, table: 'llm_providers', column: 'key_sealed', rowId }
  return {
    seal: (key: string) => envelope.seal(key, place),
    open: (sealed: string) => envelope.open(sealed, place),
  }
}

/** What is shown of a key, so that people can tell theirs apart. */
export const lastFourOf = (key: string): string => key.slice(-4)
