import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const FORM = /^inv_([0-9a-f]{32})_([0-9a-f]{32})_[0-9A-Za-z_-]{43}$/

/** `inv_<tenant>_<invitation>_<256 random bits>`: it names what it is for, so that no look-up crosses tenants. */
interface InvitationToken {
  tenantId: string
  invitationId: string
  /** What is stored of it. */
  hash: string
}

export function newInvitationToken(tenantId: string, invitationId: string): { token: string; hash: string } {
  const names = [tenantId, invitationId].map((id) => id.replaceAll('-', ''))
  const token = ['inv', ...names, randomBytes(32).toString('base64url')].join('_')
  return { token, hash: hashOf(token) }
}

export function readInvitationToken(token: string): InvitationToken | undefined {
  const [, tenant, invitation] = FORM.exec(token) ?? []
  if (!tenant || !invitation) return undefined
  return { tenantId: uuidOf(tenant), invitationId: uuidOf(invitation), hash: hashOf(token) }
}

export const sameHash = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'))

const uuidOf = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** 256 random bits need no slow hash. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
