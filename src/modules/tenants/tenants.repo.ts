import { memberships, tenants, users } from '#src/db/schema/identity.ts'
import { query } from '#src/db/statement.ts'
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
  tx.defer(
    query
      .insert(tenants)
      .values({ ...tenant, plan: 'free', status: 'active', candidateVisibility: 'tenant', ...times }),
  )
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
