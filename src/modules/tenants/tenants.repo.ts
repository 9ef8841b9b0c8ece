import { and, eq, sql } from 'drizzle-orm'
import { memberships, tenants, users } from '#src/db/schema/identity.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { SystemTx } from '#src/db/system.ts'
import { newId } from '#src/lib/ids.ts'

export interface NewTenant {
  id: string
  name: string
  slug: string
}

export interface NewUser {
  id: string
  email: string
  fullName: string
  passwordHash: string
}

/** A tenant with its first member, who administers it. */
export function insertTenant(tx: SystemTx, tenant: NewTenant, user: NewUser): void {
  const times = { createdAt: tx.now, updatedAt: tx.now }
  tx.defer(query.insert(tenants).values({ ...tenant, ...FRESH, ...times }))
  tx.defer(query.insert(users).values({ ...user, status: 'active', failedLogins: 0, ...times }))
  const { email, fullName } = user
  const member = {
    tenantId: tenant.id,
    id: newId(),
    userId: user.id,
    role: 'admin',
    status: 'active',
    version: 1,
  } as const
  tx.defer(query.insert(memberships).values({ ...member, email, fullName, ...times }))
}

const FRESH = {
  plan: 'free',
  status: 'active',
  candidateVisibility: 'tenant',
  locale: 'en',
  timeZone: 'UTC',
  limits: {},
  version: 1,
} as const

export type TenantRow = typeof tenants.$inferSelect

const byId = prepared<TenantRow>(
  query
    .select({
      id: tenants.id,
      name: tenants.name,
      slug: tenants.slug,
      plan: tenants.plan,
      status: tenants.status,
      candidateVisibility: tenants.candidateVisibility,
      locale: tenants.locale,
      timeZone: tenants.timeZone,
      limits: tenants.limits,
      version: tenants.version,
      createdAt: tenants.createdAt,
      updatedAt: tenants.updatedAt,
    })
    .from(tenants)
    .where(eq(tenants.id, sql.placeholder('id'))),
)

const bySlug = prepared<{ id: string; status: TenantRow['status'] }>(
  query
    .select({ id: tenants.id, status: tenants.status })
    .from(tenants)
    .where(eq(tenants.slug, sql.placeholder('slug'))),
)

export const findTenantBySlug = (tx: SystemTx, slug: string) => tx.first(bySlug, { slug })

export const findTenant = (tx: SystemTx, id: string): Promise<TenantRow | undefined> => tx.first(byId, { id })

/** False where the tenant is no longer of the version it was read with. */
export async function updateTenant(tx: SystemTx, before: TenantRow, after: TenantRow): Promise<boolean> {
  const { name, candidateVisibility, locale, timeZone, version, updatedAt } = after
  const unchanged = and(eq(tenants.id, before.id), eq(tenants.version, before.version))
  const changes = { name, candidateVisibility, locale, timeZone, version, updatedAt }
  return (await tx.run(query.update(tenants).set(changes).where(unchanged))) === 1
}
