import type { FastifyInstance } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { AppContext } from '#src/context.ts'
import { withSystem } from '#src/db/system.ts'
import type { AuthPort } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import type { Authenticate } from '#src/http/gate.ts'
import type { Principal } from '#src/http/principal.ts'
import { AppError } from '#src/lib/errors.ts'
import { findKeyPrincipal, isApiKey } from '#src/modules/api-keys/index.ts'
import { findSessionPrincipal } from './auth.repo.ts'
import { personPrincipal } from './current-principal.ts'
import { type AccessTokens, registerAccessTokens } from './tokens.ts'

export interface Authenticator extends AuthPort {
  authenticate: Authenticate
  /** Adds the token plugin to the server. */
  register(app: FastifyInstance): void
}

/** How long a session's or key's standing is believed without asking: what a revocation takes to reach every process. */
const BELIEVED_MS = 1000
const MAX_TOKENS = 20_000

interface Known {
  principal: Principal
  /** The session or key, the person and the tenant, for `forget`. */
  about: readonly string[]
  believedUntil: number
  expiresAt: number
}

/** Turns bearer tokens into principals. What was looked up in the last second is answered without waiting. */
export function createAuthenticator(context: AppContext): Authenticator {
  const known = new LRUCache<string, Known>({ max: MAX_TOKENS })
  let asking = new Map<string, Promise<Known>>()
  let tokens: AccessTokens | undefined
  const issued = () => {
    if (!tokens) throw new Error('the token plugin is not registered')
    return tokens
  }
  const ask = async (token: string): Promise<Known> => {
    const round = asking
    const answer = isApiKey(token) ? await askKey(context, token) : await askSession(context, issued(), token)
    // What was asked before something changed is no longer to be believed.
    if (round === asking) known.set(token, answer)
    return answer
  }
  const askOnce = async (token: string): Promise<Principal> => {
    const round = asking
    const pending = round.get(token) ?? ask(token).finally(() => round.delete(token))
    round.set(token, pending)
    return (await pending).principal
  }
  return {
    register: (app) => {
      tokens = registerAccessTokens(app, context.config.signingKeys, context.clock)
    },
    sign: (claims) => issued().sign(claims),
    forget: (id) => {
      asking = new Map()
      for (const [token, entry] of known.entries()) if (entry.about.includes(id)) known.delete(token)
    },
    authenticate: {
      known: (authorization) => {
        const entry = known.get(bearerOf(authorization))
        const now = context.clock.now().getTime()
        return entry && now < entry.believedUntil && now < entry.expiresAt ? entry.principal : undefined
      },
      ask: (authorization) => askOnce(bearerOf(authorization)),
    },
  }
}

function bearerOf(authorization: string | undefined): string {
  if (!authorization) throw new AppError(authErrors.missing_token)
  const [scheme, token, ...rest] = authorization.split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0 || token.length > 2000) {
    throw new AppError(authErrors.invalid_token)
  }
  return token
}

async function askSession(context: AppContext, tokens: AccessTokens, token: string): Promise<Known> {
  const { userId, tenantId, sessionId, expiresAt } = tokens.verify(token)
  const row = await withSystem(context, 'authenticate', (tx) => findSessionPrincipal(tx, sessionId, tenantId))
  if (!row) throw new AppError(authErrors.revoked)
  return {
    principal: personPrincipal(row, { userId, tenantId, sessionId }),
    about: [sessionId, userId, tenantId],
    expiresAt,
    believedUntil: context.clock.now().getTime() + BELIEVED_MS,
  }
}

async function askKey(context: AppContext, token: string): Promise<Known> {
  const { principal, expiresAt } = await findKeyPrincipal(context, token)
  const now = context.clock.now().getTime()
  return {
    principal,
    about: [principal.id, principal.userId, principal.tenantId],
    expiresAt: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
    believedUntil: now + BELIEVED_MS,
  }
}
