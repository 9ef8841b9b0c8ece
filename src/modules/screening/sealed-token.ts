import type { Envelope } from '#src/lib/envelope.ts'

interface TokenOf {
  tenantId: string
  sessionId: string
}

/** A token on its way to the mail that it is sent with. */
export const sealToken = (envelope: Envelope, of: TokenOf, token: string): string =>
  envelope.seal(token, placeOf(of))

export const openToken = (envelope: Envelope, of: TokenOf, sealed: string): string =>
  envelope.open(sealed, placeOf(of))

const placeOf = ({ tenantId, sessionId }: TokenOf) => ({
  tenantId,
  table: 'tasks',
  column: 'payload.sealed_token',
  rowId: sessionId,
})
