import { createHash, randomBytes } from 'node:crypto'
import { withSystem } from '#src/db/system.ts'
import type { PublicContext, RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { loginErrors } from './auth.errors.ts'
import * as repo from './auth.repo.ts'
import { proveAccount } from './prove-account.ts'
import { ACCESS_SECONDS } from './tokens.ts'

const SESSION_DAYS = 30

interface Credentials {
  email: string
  password: string
  tenant_slug?: string | undefined
}

/** @throws AppError 401 for a wrong pair, 403 while locked, 409 when the tenant must be named */
export async function login(ctx: PublicContext, credentials: Credentials) {
  const found = await withSystem(ctx.app, 'authenticate', async (tx) => {
    const user = await repo.findUserByEmail(tx, credentials.email)
    return { user, memberships: user ? await repo.listMemberships(tx, user.id) : [] }
  })
  const user = await proveAccount(ctx, found.user, credentials.password)
  const { tenantId } = chooseMembership(found.memberships, credentials.tenant_slug)
  return enterTenant(ctx, { userId: user.id, tenantId })
}

/** Opens a session for somebody who has proved who they are. @throws AppError 403 while locked */
export const enterTenant = (ctx: PublicContext, session: { userId: string; tenantId: string }) =>
  withSystem(ctx, 'authenticate', async (tx) => {
    // Guesses that ran beside this one may have locked the account while its password was compared.
    const user = await repo.findUser(tx, session.userId)
    if (user?.lockedUntil && user.lockedUntil > tx.now) throw new AppError(loginErrors.locked)
    if (user && user.failedLogins > 0) repo.forgetFailedLogins(tx, user.id)
    return openSession(ctx, tx, session)
  })

function chooseMembership(memberships: repo.MembershipRow[], slug: string | undefined): repo.MembershipRow {
  const fitting = slug === undefined ? memberships : memberships.filter((m) => m.tenantSlug === slug)
  const [only, ...others] = fitting
  if (!only) throw new AppError(loginErrors.no_membership)
  if (others.length === 0) return only
  const tenants = fitting.map((m) => ({ slug: m.tenantSlug, name: m.tenantName }))
  throw new AppError(loginErrors.choose_tenant, { members: { tenants } })
}

type SystemTx = Parameters<typeof repo.insertSession>[0]

/** Opens a session in the caller's transaction and answers its first pair of tokens. */
export function openSession(
  ctx: Pick<PublicContext, 'auth'>,
  tx: SystemTx,
  { userId, tenantId }: { userId: string; tenantId: string },
) {
  const sessionId = newId()
  const refresh = newRefreshToken()
  repo.insertSession(tx, {
    id: sessionId,
    userId,
    tenantId,
    expiresAt: sessionEnd(tx.now),
    refreshHash: hashToken(refresh),
  })
  return tokens(ctx, { userId, tenantId, sessionId }, refresh)
}

/**
 * Answers a new pair for a refresh token and makes the old one worthless. One that comes back was copied: the whole
 * session ends, for thief and owner alike.
 */
export async function refresh(ctx: PublicContext, refreshToken: string) {
  const hash = hashToken(refreshToken)
  const found = await withSystem(ctx.app, 'authenticate', (tx) => repo.findRefreshToken(tx, hash))
  if (!found || found.revokedAt || found.expiresAt <= ctx.clock.now())
    throw new AppError(authErrors.invalid_token)
  if (found.usedAt) return endStolenSession(ctx, found.sessionId)
  const next = newRefreshToken()
  const answer = await withSystem(ctx, 'authenticate', async (tx) => {
    if (!(await repo.useRefreshToken(tx, hash))) throw new AppError(loginErrors.refresh_reused)
    repo.insertRefreshToken(tx, found.sessionId, hashToken(next))
    repo.touchSession(tx, found.sessionId, sessionEnd(tx.now))
    return tokens(ctx, found, next)
  }).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === loginErrors.refresh_reused) return undefined
    throw error
  })
  return answer ?? endStolenSession(ctx, found.sessionId)
}

async function endStolenSession(ctx: PublicContext, sessionId: string): Promise<never> {
  await withSystem(ctx.app, 'authenticate', async (tx) => repo.revokeSession(tx, sessionId, 'refresh_reused'))
  ctx.auth.forget(sessionId)
  throw new AppError(loginErrors.refresh_reused)
}

export async function logout(ctx: RequestContext): Promise<void> {
  const { sessionId } = ctx.principal
  if (!sessionId) throw new AppError(loginErrors.not_a_session)
  // Without the request's effect: what an Idempotency-Key stores is the tenant's, and this transaction is not.
  await withSystem(ctx.app, 'authenticate', async (tx) => repo.revokeSession(tx, sessionId, 'logout'))
  ctx.auth.forget(sessionId)
}

export const presentUser = (user: Pick<repo.UserRow, 'id' | 'email' | 'fullName' | 'createdAt'>) => ({
  id: user.id,
  email: user.email,
  full_name: user.fullName,
  created_at: user.createdAt.toISOString(),
})

export const presentTenant = (m: repo.MembershipRow) => ({
  id: m.tenantId,
  name: m.tenantName,
  slug: m.tenantSlug,
  plan: m.tenantPlan,
  status: m.tenantStatus,
  created_at: m.tenantCreatedAt.toISOString(),
})

const tokens = (
  ctx: Pick<PublicContext, 'auth'>,
  session: { userId: string; tenantId: string; sessionId: string },
  refreshToken: string,
) => ({
  access_token: ctx.auth.sign(session),
  refresh_token: refreshToken,
  token_type: 'Bearer' as const,
  expires_in: ACCESS_SECONDS,
})

const newRefreshToken = () => `rt_${randomBytes(32).toString('base64url')}`

/** 256 random bits need no slow hash. */
const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

const sessionEnd = (now: Date) => new Date(now.getTime() + SESSION_DAYS * 86_400_000)
