import { and, asc, eq, or, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { memberships, type Role } from '#src/db/schema/identity.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

/** `id` is that of the person: nothing else names a membership. */
export interface MemberRow {
  id: string
  email: string
  fullName: string
  role: Role
  status: 'active' | 'removed'
  version: number
  createdAt: Date
  updatedAt: Date
}

const columns = {
  id: memberships.userId,
  email: memberships.email,
  fullName: memberships.fullName,
  role: memberships.role,
  status: memberships.status,
  version: memberships.version,
  createdAt: memberships.createdAt,
  updatedAt: memberships.updatedAt,
}

const ofTenant = eq(memberships.tenantId, sql.placeholder('tenantId'))
const isActive = eq(memberships.status, 'active')

/** Condition: `named`, for those whose name begins with `prefix`; `beyond` is the same with a last character after all. */
export const listMembers = defineList<MemberRow>({
  from: memberships,
  select: columns,
  sorts: {
    created_at: { column: memberships.createdAt, value: (row) => row.createdAt },
    updated_at: { column: memberships.updatedAt, value: (row) => row.updatedAt },
    full_name: { column: memberships.fullName, value: (row) => row.fullName },
  },
  tie: { column: memberships.userId, value: (row) => row.id },
  filters: { role: memberships.role, status: memberships.status, updated_at: memberships.updatedAt },
  conditions: {
    named: sql`name_key >= app.lower_name(${sql.placeholder('prefix')}::text) and name_key < app.lower_name(${sql.placeholder('beyond')}::text)`,
  },
})

const findStatement = prepared<MemberRow>(
  query
    .select(columns)
    .from(memberships)
    .where(and(ofTenant, eq(memberships.userId, sql.placeholder('id')))),
)

export const findMember = (tx: TenantTx, id: string): Promise<MemberRow | undefined> =>
  tx.first(findStatement, { id })

const byEmailStatement = prepared<MemberRow>(
  query
    .select(columns)
    .from(memberships)
    .where(and(ofTenant, isActive, eq(memberships.email, sql.placeholder('email')))),
)

export const findActiveByEmail = (tx: TenantTx, email: string): Promise<MemberRow | undefined> =>
  tx.first(byEmailStatement, { email })

// In the order of their ids, so that two who change administrators wait for each other and do not lock each other out.
const lockStatement = prepared<MemberRow>(
  query
    .select(columns)
    .from(memberships)
    .where(
      and(
        ofTenant,
        or(
          sql`${memberships.userId} = any(${sql.placeholder('ids')}::uuid[])`,
          and(eq(memberships.role, 'admin'), isActive),
        ),
      ),
    )
    .orderBy(asc(memberships.userId))
    .for('update'),
)

/** These members and all active administrators; other changes to any of them wait for this transaction. */
export const lockWithAdmins = (tx: TenantTx, ids: string[]): Promise<MemberRow[]> =>
  tx.all(lockStatement, { ids: arrayLiteral(ids) })

export function updateMember(tx: TenantTx, row: MemberRow): void {
  const { id, createdAt: _, ...changes } = row
  tx.defer(
    query
      .update(memberships)
      .set(changes)
      .where(and(eq(memberships.tenantId, tx.tenantId), eq(memberships.userId, id))),
  )
}

export async function insertMember(tx: TenantTx, { id: userId, ...row }: MemberRow): Promise<void> {
  await tx.run(query.insert(memberships).values({ ...row, tenantId: tx.tenantId, id: newId(), userId }))
}
