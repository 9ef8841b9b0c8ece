import { and, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { memberships } from '#src/db/schema/identity.ts'
import { invitations } from '#src/db/schema/invitations.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type InvitationRow = Omit<typeof invitations.$inferSelect, 'tenantId'>

const columns = {
  id: invitations.id,
  email: invitations.email,
  fullName: invitations.fullName,
  role: invitations.role,
  tokenHash: invitations.tokenHash,
  status: invitations.status,
  expiresAt: invitations.expiresAt,
  invitedBy: invitations.invitedBy,
  acceptedBy: invitations.acceptedBy,
  version: invitations.version,
  createdAt: invitations.createdAt,
  updatedAt: invitations.updatedAt,
}

const ofTenant = eq(invitations.tenantId, sql.placeholder('tenantId'))
const byId = and(ofTenant, eq(invitations.id, sql.placeholder('id')))
const isPending = eq(invitations.status, 'pending')

/** Conditions by what an invitation is at `now`: `pending` and `expired`. */
export const listInvitations = defineList<InvitationRow>({
  from: invitations,
  select: columns,
  sorts: {
    created_at: { column: invitations.createdAt, value: (row) => row.createdAt },
    updated_at: { column: invitations.updatedAt, value: (row) => row.updatedAt },
  },
  filters: { status: invitations.status, updated_at: invitations.updatedAt },
  conditions: {
    pending: sql`${isPending} and ${invitations.expiresAt} > ${sql.placeholder('now')}::timestamptz`,
    expired: sql`(${invitations.status} = 'expired' or ${isPending} and ${invitations.expiresAt} <= ${sql.placeholder('now')}::timestamptz)`,
  },
})

const findStatement = prepared<InvitationRow>(query.select(columns).from(invitations).where(byId))
const lockStatement = prepared<InvitationRow>(
  query.select(columns).from(invitations).where(byId).for('update'),
)

export const findInvitation = (tx: TenantTx, id: string): Promise<InvitationRow | undefined> =>
  tx.first(findStatement, { id })

export const lockInvitation = (tx: TenantTx, id: string): Promise<InvitationRow | undefined> =>
  tx.first(lockStatement, { id })

const toStatement = prepared<InvitationRow>(
  query
    .select(columns)
    .from(invitations)
    .where(and(ofTenant, isPending, eq(invitations.email, sql.placeholder('email'))))
    .for('update'),
)

/** The one invitation to an address that was neither accepted nor revoked, expired or not. */
export const lockInvitationTo = (tx: TenantTx, email: string): Promise<InvitationRow | undefined> =>
  tx.first(toStatement, { email })

/** False where another one to the address is pending. */
export const insertInvitation = async (tx: TenantTx, row: InvitationRow): Promise<boolean> =>
  (await tx.run(
    query
      .insert(invitations)
      .values({ ...row, tenantId: tx.tenantId })
      .onConflictDoNothing(),
  )) === 1

export const updateInvitation = async (tx: TenantTx, row: InvitationRow): Promise<void> => {
  const { id, status, tokenHash, expiresAt, acceptedBy, version, updatedAt } = row
  const own = and(eq(invitations.tenantId, tx.tenantId), eq(invitations.id, id))
  await tx.run(
    query
      .update(invitations)
      .set({ status, tokenHash, expiresAt, acceptedBy, version, updatedAt })
      .where(own),
  )
}

export interface InvitationToSend {
  email: string
  role: InvitationRow['role']
  status: InvitationRow['status']
  expiresAt: Date
  version: number
  inviter: string
}

const sendStatement = prepared<InvitationToSend>(
  query
    .select({
      email: invitations.email,
      role: invitations.role,
      status: invitations.status,
      expiresAt: invitations.expiresAt,
      version: invitations.version,
      inviter: memberships.fullName,
    })
    .from(invitations)
    .innerJoin(
      memberships,
      and(eq(memberships.tenantId, invitations.tenantId), eq(memberships.userId, invitations.invitedBy)),
    )
    .where(byId),
)

/** What the mail says, with the name of who invites. */
export const findInvitationToSend = (tx: TenantTx, id: string): Promise<InvitationToSend | undefined> =>
  tx.first(sendStatement, { id })
