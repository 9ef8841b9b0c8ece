import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/** Where a ciphertext stands. It is bound into the seal, so a value moved to another row or tenant does not open. */
export interface SealPlace {
  tenantId: string
  table: string
  column: string
  rowId: string
}

/**
 * Envelope encryption of what must be read back: a fresh data key per value, wrapped by a key-encryption key derived
 * per tenant from the configured secret. Format: `v1.<key id>.<wrapped data key>.<iv>.<tag>.<ciphertext>`, base64url.
 */
export interface Envelope {
  seal(plain: string, place: SealPlace): string
  open(sealed: string, place: SealPlace): string
  /**
   * The same value under the first key: only its data key is unwrapped, so nobody sees it. Undefined where it is already.
   * @throws Error as `open`
   */
  rewrap(sealed: string, place: SealPlace): string | undefined
}

/** `keys[0]` seals; all of them open, so that a key can be replaced without a pause. Each is 32 bytes. */
export function createEnvelope(keys: readonly Buffer[]): Envelope {
  const [current] = keys
  if (!current) throw new Error('an envelope needs at least one key')
  const byId = new Map(keys.map((key) => [keyId(key), key]))
  const taken = (sealed: string) => {
    const [version, id, ...parts] = sealed.split('.')
    const key = byId.get(id ?? '')
    if (version !== 'v1' || !key || parts.length !== 6)
      throw new Error('sealed value of an unknown key or form')
    return { key, wrapped: parts.slice(0, 3), body: parts.slice(3) }
  }
  return {
    seal(plain, place) {
      const dataKey = randomBytes(32)
      const wrapped = encrypt(tenantKey(current, place.tenantId), dataKey, aad(place))
      const body = encrypt(dataKey, Buffer.from(plain, 'utf8'), aad(place))
      return ['v1', keyId(current), wrapped, body].join('.')
    },
    open(sealed, place) {
      const { key, wrapped, body } = taken(sealed)
      const dataKey = decrypt(tenantKey(key, place.tenantId), wrapped, aad(place))
      return decrypt(dataKey, body, aad(place)).toString('utf8')
    },
    rewrap(sealed, place) {
      const { key, wrapped, body } = taken(sealed)
      if (key === current) return undefined
      const dataKey = decrypt(tenantKey(key, place.tenantId), wrapped, aad(place))
      const again = encrypt(tenantKey(current, place.tenantId), dataKey, aad(place))
      return ['v1', keyId(current), again, ...body].join('.')
    },
  }
}

const keyId = (key: Buffer) => createHash('sha256').update(key).digest('hex').slice(0, 8)

const tenantKey = (key: Buffer, tenantId: string) =>
  Buffer.from(hkdfSync('sha256', key, tenantId, 'shortlist tenant key', 32))

const aad = (p: SealPlace) => Buffer.from([p.tenantId, p.table, p.column, p.rowId].join('|'))

function encrypt(key: Buffer, plain: Buffer, context: Buffer): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(context)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return [iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url')).join('.')
}

function decrypt(key: Buffer, parts: string[], context: Buffer): Buffer {
  const [iv, tag, body] = parts.map((part) => Buffer.from(part, 'base64url'))
  if (!iv || !tag || !body) throw new Error('sealed value is incomplete')
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(context).setAuthTag(tag)
  return Buffer.concat([decipher.update(body), decipher.final()])
}
