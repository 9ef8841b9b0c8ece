import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a token says of itself: it names what it is for, so that no look-up crosses tenants. */
export interface PurposeToken {
  tenantId: string
  /** The one thing it opens. */
  id: string
  /** What is stored of it. */
  hash: string
}

/** Tokens of one purpose, told by their prefix: `<prefix>_<tenant>_<thing>_<256 random bits>`. */
export function purposeTokens(prefix: string) {
  const form = new RegExp(`^${prefix}_([0-9a-f]{32})_([0-9a-f]{32})_[0-9A-Za-z_-]{43}$`)
  return {
    make(tenantId: string, id: string): { token: string; hash: string } {
      const names = [tenantId, id].map((name) => name.replaceAll('-', ''))
      const token = [prefix, ...names, randomBytes(32).toString('base64url')].join('_')
      return { token, hash: hashOf(token) }
    },
    read(token: string): PurposeToken | undefined {
      const [, tenant, thing] = form.exec(token) ?? []
      if (!tenant || !thing) return undefined
      return { tenantId: uuidOf(tenant), id: uuidOf(thing), hash: hashOf(token) }
    },
  }
}

export const sameHash = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'))

const uuidOf = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** 256 random bits need no slow hash. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
