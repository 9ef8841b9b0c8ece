import type { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { assertQuota } from '#src/modules/tenants/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { invitationTokens } from './invitation-token.ts'
import * as repo from './invitations.repo.ts'
import { invitationErrors, memberErrors } from './members.errors.ts'
import { invitationResent, invitationRevoked, memberInvited } from './members.events.ts'
import { findActiveByEmail } from './members.repo.ts'
import type { invitationBody } from './members.schemas.ts'
import { sealToken, sendInvitationTask } from './members.tasks.ts'

const DAYS = 7

/** Invites a person by a mail that follows. @throws AppError 402, 409 for a member, or one who is invited already */
export async function invite(ctx: RequestContext, input: z.output<typeof invitationBody>) {
  await assertQuota(ctx, 'members')
  const id = newId()
  const { token, hash } = invitationTokens.make(ctx.tenantId, id)
  return withTenant(ctx, async (tx) => {
    await assertNotInvited(tx, input.email)
    const row: repo.InvitationRow = {
      id,
      email: input.email,
      fullName: input.full_name ?? null,
      role: input.role,
      tokenHash: hash,
      status: 'pending',
      expiresAt: expiry(tx),
      invitedBy: ctx.principal.userId,
      acceptedBy: null,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    // Another request may have been faster than what was looked at above.
    if (!(await repo.insertInvitation(tx, row))) throw isPending(await repo.lockInvitationTo(tx, row.email))
    emit(tx, ctx, memberInvited, id, payloadOf(row))
    send(ctx, tx, row, token)
    return present(row, tx.now)
  })
}

/** One that expired makes room for the next. */
async function assertNotInvited(tx: TenantTx, email: string): Promise<void> {
  const member = await findActiveByEmail(tx, email)
  if (member) throw new AppError(memberErrors.exists, { members: { existing_id: member.id } })
  const earlier = await repo.lockInvitationTo(tx, email)
  if (!earlier) return
  if (earlier.expiresAt > tx.now) throw isPending(earlier)
  const version = earlier.version + 1
  await repo.updateInvitation(tx, { ...earlier, status: 'expired', version, updatedAt: tx.now })
}

const isPending = (existing: repo.InvitationRow | undefined) =>
  new AppError(invitationErrors.pending, { members: { existing_id: existing?.id ?? null } })

function send(ctx: RequestContext, tx: TenantTx, { id, version }: repo.InvitationRow, token: string): void {
  const sealed = sealToken(ctx.app.envelope, { tenantId: ctx.tenantId, invitationId: id }, token)
  enqueue(tx, ctx, sendInvitationTask, { invitation_id: id, version, sealed_token: sealed })
}

export function listInvitations(ctx: RequestContext, request: ListRequest) {
  const now = ctx.clock.now()
  const { filters, conditions } = byStanding(request, now)
  return readTenantOnce(ctx, async (tx) =>
    pageOf(await repo.listInvitations(tx, { ...request, filters }, conditions), (row) => present(row, now)),
  )
}

/** What has expired shows by the clock, so a filter by status is one by time too. */
function byStanding({ filters }: ListRequest, now: Date) {
  const wanted = filters.find(({ field }) => field === 'status')?.value
  if (wanted !== 'pending' && wanted !== 'expired') return { filters, conditions: {} }
  return { filters: filters.filter(({ field }) => field !== 'status'), conditions: { [wanted]: { now } } }
}

export const readInvitation = (ctx: RequestContext, id: string) =>
  readTenantOnce(ctx, async (tx) => present(found(await repo.findInvitation(tx, id)), tx.now))

/** Sends a new token, for another seven days; the one before is worth nothing then. @throws AppError 409 */
export function resendInvitation(ctx: RequestContext, id: string, ifMatch: number | undefined) {
  const { token, hash } = invitationTokens.make(ctx.tenantId, id)
  return withTenant(ctx, async (tx) => {
    const row = await lockPending(tx, id, ifMatch)
    const saved = {
      ...row,
      tokenHash: hash,
      expiresAt: expiry(tx),
      version: row.version + 1,
      updatedAt: tx.now,
    }
    await repo.updateInvitation(tx, saved)
    emit(tx, ctx, invitationResent, id, payloadOf(saved))
    send(ctx, tx, saved, token)
    return present(saved, tx.now)
  })
}

export async function revokeInvitation(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const row = await lockPending(tx, id, ifMatch)
    const saved = { ...row, status: 'revoked', version: row.version + 1, updatedAt: tx.now } as const
    await repo.updateInvitation(tx, saved)
    emit(tx, ctx, invitationRevoked, id, payloadOf(saved))
  })
}

/** An expired one can still be sent again or revoked. */
async function lockPending(tx: TenantTx, id: string, ifMatch: number | undefined) {
  const row = found(await repo.lockInvitation(tx, id))
  assertVersion(ifMatch, row.version)
  if (row.status === 'pending') return row
  throw new AppError(invitationErrors.not_pending, { members: { current_state: row.status } })
}

function found(row: repo.InvitationRow | undefined): repo.InvitationRow {
  if (!row) throw new AppError(invitationErrors.not_found)
  return row
}

const expiry = ({ now }: TenantTx) => new Date(now.getTime() + DAYS * 86_400_000)

const payloadOf = ({ role, expiresAt, version }: repo.InvitationRow) => ({
  role,
  expires_at: expiresAt.toISOString(),
  version,
})

const present = (row: repo.InvitationRow, now: Date) => ({
  id: row.id,
  email: row.email,
  full_name: row.fullName,
  role: row.role,
  status: row.status === 'pending' && row.expiresAt <= now ? ('expired' as const) : row.status,
  expires_at: row.expiresAt.toISOString(),
  invited_by: row.invitedBy,
  accepted_by: row.acceptedBy,
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
