import jwt, { type JWT } from '@fastify/jwt'
import type { FastifyInstance } from 'fastify'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { SigningKey } from '#src/config/secrets.ts'
import { authErrors } from '#src/http/errors.ts'
import type { Clock } from '#src/lib/clock.ts'
import { AppError } from '#src/lib/errors.ts'

export const ACCESS_SECONDS = 600
const ISSUER = 'shortlist'
const MAX_SEEN = 20_000
const AUDIENCE = 'shortlist-api'

const claimsSchema = z.object({ sub: z.uuid(), tid: z.uuid(), sid: z.uuid(), exp: z.int() })

export interface SessionClaims {
  userId: string
  tenantId: string
  sessionId: string
}

interface VerifiedClaims extends SessionClaims {
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** ES256 access tokens. The first key signs; a token names its key, so older ones are accepted while listed. */
export interface AccessTokens {
  sign(claims: SessionClaims): string
  /** @throws AppError 401 */
  verify(token: string): VerifiedClaims
}

/** Registers the plugin, once a key, and answers an object that works after the app is ready. */
export function registerAccessTokens(
  app: FastifyInstance,
  keys: readonly SigningKey[],
  clock: Clock,
): AccessTokens {
  const [current] = keys
  if (!current) throw new Error('at least one signing key is needed')
  for (const key of keys) {
    app.register(jwt, {
      namespace: key.id,
      secret: { private: key.privateKey, public: key.publicKey },
      sign: { algorithm: 'ES256', iss: ISSUER, aud: AUDIENCE, kid: key.id },
      // Expiry is compared below with the product's clock.
      verify: {
        algorithms: ['ES256'],
        allowedIss: ISSUER,
        allowedAud: AUDIENCE,
        // What is allowed is compared only where it is there.
        requiredClaims: ['iss', 'aud'],
        ignoreExpiration: true,
      },
    })
  }
  // A signature costs more than all the rest of a request, and a token comes back until it expires.
  const seen = new LRUCache<string, VerifiedClaims>({ max: MAX_SEEN })
  const ids = new Set(keys.map((key) => key.id))
  const engineOf = (id: string) => (app.jwt as unknown as Record<string, JWT>)[id] as JWT
  return {
    sign({ userId, tenantId, sessionId }) {
      const iat = Math.floor(clock.now().getTime() / 1000)
      return engineOf(current.id).sign({
        sub: userId,
        tid: tenantId,
        sid: sessionId,
        iat,
        exp: iat + ACCESS_SECONDS,
      })
    },
    verify(token) {
      const claims = seen.get(token) ?? verifySignature(token)
      if (claims.expiresAt <= clock.now().getTime()) throw new AppError(authErrors.expired_token)
      seen.set(token, claims)
      return claims
    },
  }

  function verifySignature(token: string): VerifiedClaims {
    const id = keyIdOf(token)
    if (!id || !ids.has(id)) throw new AppError(authErrors.invalid_token)
    const { sub, tid, sid, exp } = verified(() => claimsSchema.parse(engineOf(id).verify(token)))
    return { userId: sub, tenantId: tid, sessionId: sid, expiresAt: exp * 1000 }
  }
}

function keyIdOf(token: string): string | undefined {
  try {
    const header = JSON.parse(
      Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString('utf8'),
    ) as { kid?: unknown }
    return typeof header.kid === 'string' ? header.kid : undefined
  } catch {
    return undefined
  }
}

function verified<T>(verify: () => T): T {
  try {
    return verify()
  } catch (cause) {
    throw new AppError(authErrors.invalid_token, { cause })
  }
}
