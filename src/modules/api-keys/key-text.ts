import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const MARK = 'ats_live_'
const FORM = /^ats_live_([0-9a-f]{32})_([0-9A-Za-z_-]{8})_([0-9A-Za-z_-]{43})$/

/** `ats_live_<tenant>_<prefix>_<256 random bits>`: the key names its tenant, so no look-up crosses tenants. */
export interface KeyText {
  tenantId: string
  prefix: string
  hash: string
}

export const isApiKey = (token: string): boolean => token.startsWith('ats_')

export function newKeyText(tenantId: string): { key: string } & KeyText {
  const prefix = randomBytes(6).toString('base64url')
  const key = `${MARK}${tenantId.replaceAll('-', '')}_${prefix}_${randomBytes(32).toString('base64url')}`
  return { key, tenantId, prefix, hash: hashKey(key) }
}

export function readKeyText(token: string): KeyText | undefined {
  const [, tenant, prefix] = FORM.exec(token) ?? []
  if (!tenant || !prefix) return undefined
  const tenantId = tenant.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { tenantId, prefix, hash: hashKey(token) }
}

export const sameHash = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'))

const hashKey = (key: string) => createHash('sha256').update(key).digest('hex')
