import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** A P-256 key pair in PEM; the first of a list signs, all of them verify. */
export interface SigningKey {
  id: string
  privateKey: string
  publicKey: string
}

/** `JWT_KEYS`: `<key id>:<base64 of a PKCS#8 P-256 private key>`, comma-separated, newest first. */
export function parseSigningKeys(text: string): SigningKey[] {
  return text.split(',').map((entry) => {
    const [id, body, ...rest] = entry.trim().split(':')
    if (!id || !body || rest.length > 0)
      throw new Error('JWT_KEYS: each entry is <key id>:<base64 PKCS#8 key>')
    const key = createPrivateKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'pkcs8' })
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
      throw new Error('JWT_KEYS: keys are of curve P-256')
    return {
      id,
      privateKey: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
      publicKey: createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString(),
    }
  })
}

/** `ENCRYPTION_KEY`: base64 of 32 bytes, comma-separated, newest first. */
export function parseEncryptionKeys(text: string): Buffer[] {
  return text.split(',').map((entry) => {
    const key = Buffer.from(entry.trim(), 'base64')
    if (key.length !== 32) throw new Error('ENCRYPTION_KEY: each entry is the base64 of 32 bytes')
    return key
  })
}

const stored = z.object({ JWT_KEYS: z.string(), ENCRYPTION_KEY: z.string() })

/** The embedded mode's secrets, made at the first start and kept in the data folder, readable by its owner only. */
export function embeddedSecrets(dataDir: string): z.infer<typeof stored> {
  const file = join(dataDir, 'secrets.json')
  try {
    return stored.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const fresh = newSecrets()
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const half = `${file}.${process.pid}`
  writeFileSync(half, JSON.stringify(fresh), { mode: 0o600, flush: true })
  renameSync(half, file)
  return fresh
}

export function newSecrets(): z.infer<typeof stored> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const der = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  return {
    JWT_KEYS: `k${Date.now().toString(36)}:${der}`,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  }
}
