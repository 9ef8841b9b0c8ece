import { isUuid } from '#src/lib/ids.ts'

/** How far a reader has come: through the rows as they were found, or through what happened to them since. */
export interface Position {
  phase: 'snapshot' | 'changes'
  /** The place in the tenant's order up to which everything is known, or will be when the snapshot is through. */
  sequence: number
  /** The last row that was read: of the snapshot, or of the rows that the event of `sequence` tells of. Null for all. */
  after: string | null
}

const VERSION = 1

/**
 * Opaque to clients. It is not signed: whoever makes one up reads what they may read anyway, from another place. The
 * resource and the tenant are in it so that tokens are not taken for each other.
 */
export const writeToken = (resource: string, tenantId: string, at: Position): string =>
  Buffer.from(JSON.stringify([VERSION, resource, tenantId, at.phase, at.sequence, at.after])).toString(
    'base64url',
  )

/** Undefined for anything that `writeToken` did not write for this resource of this tenant. */
export function readToken(text: string, resource: string, tenantId: string): Position | undefined {
  const [version, ofResource, ofTenant, phase, sequence, after, ...rest] = parsed(text)
  const isOurs = version === VERSION && ofResource === resource && ofTenant === tenantId && rest.length === 0
  const isPlace = Number.isSafeInteger(sequence) && Number(sequence) >= 0 && (after === null || isUuid(after))
  if (!isOurs || !isPlace || (phase !== 'snapshot' && phase !== 'changes')) return undefined
  return { phase, sequence: Number(sequence), after: after as string | null }
}

function parsed(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
