import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { compare, defineList } from '#src/db/list.ts'
import { apiKeys, memberships, type Role, tenants, users } from '#src/db/schema/identity.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { SystemTx } from '#src/db/system.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { FilterOp } from '#src/lib/list.ts'

const columns = {
  id: apiKeys.id,
  name: apiKeys.name,
  prefix: apiKeys.prefix,
  scopes: apiKeys.scopes,
  createdBy: apiKeys.createdBy,
  expiresAt: apiKeys.expiresAt,
  revokedAt: apiKeys.revokedAt,
  revokeReason: apiKeys.revokeReason,
  lastUsedAt: apiKeys.lastUsedAt,
  createdAt: apiKeys.createdAt,
}

export interface ApiKeyRow {
  id: string
  name: string
  prefix: string
  scopes: string[]
  createdBy: string
  expiresAt: Date | null
  revokedAt: Date | null
  revokeReason: string | null
  lastUsedAt: Date | null
  createdAt: Date
}

/** The one thing that happens to a key is that it is revoked. */
const changedSince = (op: FilterOp, name: string) =>
  sql`(${compare(apiKeys.createdAt, op, name)} or ${compare(apiKeys.revokedAt, op, name)})`

export const listApiKeys = defineList<ApiKeyRow>({
  from: apiKeys,
  select: columns,
  sorts: { created_at: { column: apiKeys.createdAt, value: (row) => row.createdAt } },
  filters: { updated_at: changedSince },
})

const byId = prepared<ApiKeyRow>(
  query
    .select(columns)
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, sql.placeholder('tenantId')), eq(apiKeys.id, sql.placeholder('id')))),
)

export const findApiKey = (tx: TenantTx, id: string): Promise<ApiKeyRow | undefined> => tx.first(byId, { id })

export function insertApiKey(tx: TenantTx, row: ApiKeyRow & { hash: string }): void {
  tx.defer(query.insert(apiKeys).values({ ...row, tenantId: tx.tenantId }))
}

export async function revokeApiKey(tx: TenantTx, id: string, reason: string | null): Promise<boolean> {
  const live = and(eq(apiKeys.tenantId, tx.tenantId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt))
  return (
    (await tx.run(query.update(apiKeys).set({ revokedAt: tx.now, revokeReason: reason }).where(live))) === 1
  )
}

/** Revokes what a person's keys still can do; answers those keys. */
export const revokeKeysBy = (
  tx: TenantTx,
  userId: string,
  reason: string,
): Promise<Pick<ApiKeyRow, 'id' | 'name' | 'prefix'>[]> =>
  tx.all(
    query
      .update(apiKeys)
      .set({ revokedAt: tx.now, revokeReason: reason })
      .where(and(eq(apiKeys.tenantId, tx.tenantId), eq(apiKeys.createdBy, userId), isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id, name: apiKeys.name, prefix: apiKeys.prefix }),
  )

export interface KeyPrincipalRow {
  id: string
  hash: string
  scopes: string[]
  createdBy: string
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
  role: Role
  tenantStatus: 'active' | 'suspended' | 'cancelled'
  candidateVisibility: 'tenant' | 'owner'
}

const principalBy = (key: SQL) =>
  prepared<KeyPrincipalRow>(
    query
      .select({
        id: apiKeys.id,
        hash: apiKeys.hash,
        scopes: apiKeys.scopes,
        createdBy: apiKeys.createdBy,
        expiresAt: apiKeys.expiresAt,
        revokedAt: apiKeys.revokedAt,
        lastUsedAt: apiKeys.lastUsedAt,
        role: memberships.role,
        tenantStatus: tenants.status,
        candidateVisibility: tenants.candidateVisibility,
      })
      .from(apiKeys)
      .innerJoin(
        memberships,
        and(eq(memberships.tenantId, apiKeys.tenantId), eq(memberships.userId, apiKeys.createdBy)),
      )
      .innerJoin(users, eq(users.id, apiKeys.createdBy))
      .innerJoin(tenants, eq(tenants.id, apiKeys.tenantId))
      .where(
        and(
          eq(apiKeys.tenantId, sql.placeholder('tenant')),
          key,
          eq(memberships.status, 'active'),
          eq(users.status, 'active'),
        ),
      ),
  )

const principalByPrefix = principalBy(eq(apiKeys.prefix, sql.placeholder('prefix')))
const principalById = principalBy(eq(apiKeys.id, sql.placeholder('id')))

/** A key with the standing of who made it: it shrinks and ends with them. */
export const findKeyPrincipalRow = (
  tx: SystemTx,
  tenant: string,
  prefix: string,
): Promise<KeyPrincipalRow | undefined> => tx.first(principalByPrefix, { tenant, prefix })

export const findKeyPrincipalById = (
  tx: SystemTx,
  tenant: string,
  id: string,
): Promise<KeyPrincipalRow | undefined> => tx.first(principalById, { tenant, id })

export function noteKeyUse(tx: SystemTx, tenant: string, id: string): void {
  tx.defer(
    query
      .update(apiKeys)
      .set({ lastUsedAt: tx.now })
      .where(and(eq(apiKeys.tenantId, tenant), eq(apiKeys.id, id))),
  )
}
