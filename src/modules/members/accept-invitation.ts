import type { z } from 'zod'
import type { Actor } from '#src/db/schema/events.ts'
import { type TenantScope, wholeTenant } from '#src/db/scope.ts'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { PublicContext } from '#src/http/context.ts'
import { tenantErrors } from '#src/http/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import { sameHash } from '#src/lib/purpose-token.ts'
import { enterTenant, proveOrMakeAccount } from '#src/modules/auth/index.ts'
import { assertQuota, countMade, tenantOf } from '#src/modules/tenants/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { invitationTokens } from './invitation-token.ts'
import * as repo from './invitations.repo.ts'
import { invitationErrors, memberErrors } from './members.errors.ts'
import { memberJoined } from './members.events.ts'
import { insertMember, lockWithAdmins, updateMember } from './members.repo.ts'
import type { acceptBody } from './members.schemas.ts'

type Scope = TenantScope & { app: PublicContext['app'] }
type Account = Awaited<ReturnType<typeof proveOrMakeAccount>>

/**
 * Joins a tenant and logs in. The token proves the e-mail address, the password the account; both come before anything
 * is told. Account, membership and session are three transactions: after a crash between them the same request, or a
 * log-in, goes on where it ended.
 *
 * @throws AppError 401 for a wrong password, 402, 404 for an unknown token, 409 for one that is no longer good, 422
 */
export async function acceptInvitation(ctx: PublicContext, input: z.output<typeof acceptBody>) {
  const token = invitationTokens.read(input.token)
  if (!token) throw new AppError(invitationErrors.unknown_token)
  const scope: Scope = { ...wholeTenant({ ...ctx, tenantId: token.tenantId }), app: ctx.app }
  const invitation = await readTenantOnce(scope, async (tx) =>
    assertGood(await repo.findInvitation(tx, token.id), token.hash, tx.now),
  )
  await assertTenantTakes(scope)
  const { email, fullName } = invitation
  const name = input.full_name ?? fullName ?? undefined
  const account = await proveOrMakeAccount(ctx, { email, password: input.password, fullName: name })
  await join(scope, token, account)
  return enterTenant(ctx, { userId: account.id, tenantId: token.tenantId })
}

function assertGood(row: repo.InvitationRow | undefined, hash: string, now: Date): repo.InvitationRow {
  if (!row || !sameHash(row.tokenHash, hash)) throw new AppError(invitationErrors.unknown_token)
  if (row.status === 'accepted') throw new AppError(invitationErrors.used)
  if (row.status === 'revoked') throw new AppError(invitationErrors.revoked)
  if (row.status === 'expired' || row.expiresAt <= now) throw new AppError(invitationErrors.expired)
  return row
}

async function assertTenantTakes({ app, tenantId }: Scope): Promise<void> {
  const tenant = await tenantOf(app, tenantId)
  if (tenant?.status !== 'active')
    throw new AppError(tenant?.status === 'suspended' ? tenantErrors.suspended : tenantErrors.cancelled)
}

async function join(scope: Scope, token: { id: string; hash: string }, account: Account): Promise<void> {
  await assertQuota(scope, 'members')
  const actor: Actor = { type: 'user', id: account.id }
  await withTenant(scope, async (tx) => {
    const row = assertGood(await repo.lockInvitation(tx, token.id), token.hash, tx.now)
    const version = await saveMember(tx, row, account)
    const accepted = { status: 'accepted', acceptedBy: account.id, updatedAt: tx.now } as const
    await repo.updateInvitation(tx, { ...row, ...accepted, version: row.version + 1 })
    emit(tx, { ...scope, actor }, memberJoined, account.id, {
      role: row.role,
      version,
      invitation_id: row.id,
    })
    countMade(scope, tx, 'members')
  })
}

/** Answers the version of the membership, which whoever was removed before takes up again. */
async function saveMember(
  tx: TenantTx,
  { role, email }: repo.InvitationRow,
  account: Account,
): Promise<number> {
  const earlier = (await lockWithAdmins(tx, [account.id])).find(({ id }) => id === account.id)
  if (earlier?.status === 'active') throw new AppError(memberErrors.exists)
  const { id, fullName } = account
  const standing = { id, email, fullName, role, status: 'active', updatedAt: tx.now } as const
  const version = (earlier?.version ?? 0) + 1
  if (earlier) updateMember(tx, { ...earlier, ...standing, version })
  else await insertMember(tx, { ...standing, version, createdAt: tx.now })
  return version
}
