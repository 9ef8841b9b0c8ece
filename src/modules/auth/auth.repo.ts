import { and, eq, gt, isNull, lte, sql } from 'drizzle-orm'
import { memberships, type Role, refreshTokens, sessions, tenants, users } from '#src/db/schema/identity.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { SystemTx } from '#src/db/system.ts'

export interface UserRow {
  id: string
  email: string
  fullName: string
  passwordHash: string
  status: 'active' | 'inactive' | 'suspended'
  failedLogins: number
  lockedUntil: Date | null
  createdAt: Date
}

const userColumns = {
  id: users.id,
  email: users.email,
  fullName: users.fullName,
  passwordHash: users.passwordHash,
  status: users.status,
  failedLogins: users.failedLogins,
  lockedUntil: users.lockedUntil,
  createdAt: users.createdAt,
}

const byEmail = prepared<UserRow>(
  query
    .select(userColumns)
    .from(users)
    .where(eq(users.email, sql.placeholder('email'))),
)

export const findUserByEmail = (tx: SystemTx, email: string): Promise<UserRow | undefined> =>
  tx.first(byEmail, { email })

const byId = prepared<UserRow>(
  query
    .select(userColumns)
    .from(users)
    .where(eq(users.id, sql.placeholder('id'))),
)

export const findUser = (tx: SystemTx, id: string): Promise<UserRow | undefined> => tx.first(byId, { id })

/** False when somebody has the e-mail address. */
export async function insertUserUnlessKnown(
  tx: SystemTx,
  user: Pick<UserRow, 'id' | 'email' | 'fullName' | 'passwordHash'>,
): Promise<boolean> {
  const values = { ...user, status: 'active', failedLogins: 0, createdAt: tx.now, updatedAt: tx.now } as const
  return (await tx.run(query.insert(users).values(values).onConflictDoNothing())) === 1
}

export function renameUser(tx: SystemTx, id: string, fullName: string): void {
  tx.defer(query.update(users).set({ fullName, updatedAt: tx.now }).where(eq(users.id, id)))
}

/** Renames a person in all their tenants; answers what their memberships then are. */
export const renameMember = (tx: SystemTx, userId: string, fullName: string) =>
  tx.all(
    query
      .update(memberships)
      .set({ fullName, version: sql`${memberships.version} + 1`, updatedAt: tx.now })
      .where(and(eq(memberships.userId, userId), eq(memberships.status, 'active')))
      .returning({ tenantId: memberships.tenantId, role: memberships.role, version: memberships.version }),
  )

/** Counts in the statement itself, so that guesses made at once all count. The last one allowed locks and starts anew. */
export function noteFailedLogin(
  tx: SystemTx,
  userId: string,
  { lockAfter, lockedUntil }: { lockAfter: number; lockedUntil: Date },
): void {
  const isLast = sql`${users.failedLogins} + 1 >= ${lockAfter}`
  const change = {
    failedLogins: sql`case when ${isLast} then 0 else ${users.failedLogins} + 1 end`,
    lockedUntil: sql`case when ${isLast} then ${lockedUntil}::timestamptz else ${users.lockedUntil} end`,
  }
  tx.defer(query.update(users).set(change).where(eq(users.id, userId)))
}

export function forgetFailedLogins(tx: SystemTx, userId: string): void {
  tx.defer(query.update(users).set({ failedLogins: 0, lockedUntil: null }).where(eq(users.id, userId)))
}

export interface MembershipRow {
  tenantId: string
  tenantName: string
  tenantSlug: string
  tenantPlan: 'free' | 'basic' | 'pro' | 'enterprise'
  tenantStatus: 'active' | 'suspended' | 'cancelled'
  tenantCreatedAt: Date
  role: Role
}

const membershipsOfUser = prepared<MembershipRow>(
  query
    .select({
      tenantId: memberships.tenantId,
      tenantName: tenants.name,
      tenantSlug: tenants.slug,
      tenantPlan: tenants.plan,
      tenantStatus: tenants.status,
      tenantCreatedAt: tenants.createdAt,
      role: memberships.role,
    })
    .from(memberships)
    .innerJoin(tenants, eq(tenants.id, memberships.tenantId))
    .where(and(eq(memberships.userId, sql.placeholder('userId')), eq(memberships.status, 'active')))
    .orderBy(tenants.slug)
    .limit(200),
)

export const listMemberships = (tx: SystemTx, userId: string): Promise<MembershipRow[]> =>
  tx.all(membershipsOfUser, { userId })

export interface NewSession {
  id: string
  userId: string
  tenantId: string
  expiresAt: Date
  refreshHash: string
}

export function insertSession(tx: SystemTx, session: NewSession): void {
  const { refreshHash, ...row } = session
  tx.defer(query.insert(sessions).values({ ...row, createdAt: tx.now, lastSeenAt: tx.now }))
  insertRefreshToken(tx, session.id, refreshHash)
}

export function insertRefreshToken(tx: SystemTx, sessionId: string, hash: string): void {
  tx.defer(query.insert(refreshTokens).values({ hash, sessionId, createdAt: tx.now }))
}

export interface RefreshRow {
  sessionId: string
  userId: string
  tenantId: string
  usedAt: Date | null
  revokedAt: Date | null
  expiresAt: Date
}

const refreshByHash = prepared<RefreshRow>(
  query
    .select({
      sessionId: sessions.id,
      userId: sessions.userId,
      tenantId: sessions.tenantId,
      usedAt: refreshTokens.usedAt,
      revokedAt: sessions.revokedAt,
      expiresAt: sessions.expiresAt,
    })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .where(eq(refreshTokens.hash, sql.placeholder('hash'))),
)

export const findRefreshToken = (tx: SystemTx, hash: string): Promise<RefreshRow | undefined> =>
  tx.first(refreshByHash, { hash })

/** False when another request used it first. */
export async function useRefreshToken(tx: SystemTx, hash: string): Promise<boolean> {
  const unused = and(eq(refreshTokens.hash, hash), isNull(refreshTokens.usedAt))
  return (await tx.run(query.update(refreshTokens).set({ usedAt: tx.now }).where(unused))) === 1
}

export function touchSession(tx: SystemTx, id: string, expiresAt: Date): void {
  tx.defer(query.update(sessions).set({ lastSeenAt: tx.now, expiresAt }).where(eq(sessions.id, id)))
}

export function revokeSession(tx: SystemTx, id: string, revokeReason: string): void {
  const live = and(eq(sessions.id, id), isNull(sessions.revokedAt))
  tx.defer(query.update(sessions).set({ revokedAt: tx.now, revokeReason }).where(live))
}

/** Ends the sessions a person had opened in a tenant by a moment. */
export function revokeSessionsOf(
  tx: SystemTx,
  { userId, tenantId, before }: { userId: string; tenantId: string; before: Date },
  revokeReason: string,
): void {
  const theirs = and(eq(sessions.userId, userId), eq(sessions.tenantId, tenantId))
  const live = and(theirs, lte(sessions.createdAt, before), isNull(sessions.revokedAt))
  tx.defer(query.update(sessions).set({ revokedAt: tx.now, revokeReason }).where(live))
}

export interface SessionPrincipalRow {
  role: Role
  tenantStatus: 'active' | 'suspended' | 'cancelled'
  candidateVisibility: 'tenant' | 'owner'
}

const standing = {
  role: memberships.role,
  tenantStatus: tenants.status,
  candidateVisibility: tenants.candidateVisibility,
}

const memberPrincipal = prepared<SessionPrincipalRow>(
  query
    .select(standing)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(tenants, eq(tenants.id, memberships.tenantId))
    .where(
      and(
        eq(memberships.tenantId, sql.placeholder('tenant')),
        eq(memberships.userId, sql.placeholder('userId')),
        eq(memberships.status, 'active'),
        eq(users.status, 'active'),
      ),
    ),
)

/** As `findSessionPrincipal`, whether or not the person is logged in. */
export const findMemberPrincipal = (
  tx: SystemTx,
  userId: string,
  tenant: string,
): Promise<SessionPrincipalRow | undefined> => tx.first(memberPrincipal, { userId, tenant })

const sessionPrincipal = prepared<SessionPrincipalRow>(
  query
    .select(standing)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(
      memberships,
      and(eq(memberships.tenantId, sessions.tenantId), eq(memberships.userId, sessions.userId)),
    )
    .innerJoin(tenants, eq(tenants.id, sessions.tenantId))
    .where(
      and(
        eq(sessions.id, sql.placeholder('sessionId')),
        eq(sessions.tenantId, sql.placeholder('tenant')),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql.placeholder('now')),
        eq(users.status, 'active'),
        eq(memberships.status, 'active'),
      ),
    ),
)

/** Undefined once the session, its user or the membership has ended. */
export const findSessionPrincipal = (
  tx: SystemTx,
  sessionId: string,
  tenant: string,
): Promise<SessionPrincipalRow | undefined> => tx.first(sessionPrincipal, { sessionId, tenant, now: tx.now })
