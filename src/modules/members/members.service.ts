import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { revokeKeysOf } from '#src/modules/api-keys/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { memberErrors } from './members.errors.ts'
import { memberRemoved, memberRoleChanged } from './members.events.ts'
import * as repo from './members.repo.ts'

/** Those who belong to the tenant; with a filter by status also those who did. */
export function listMembers(ctx: RequestContext, request: ListRequest) {
  const { search, filters } = request
  const asked = filters.some(({ field }) => field === 'status')
  const active = { field: 'status', op: 'eq', value: 'active' } as const
  const named = search === undefined ? {} : { named: { prefix: search, beyond: `${search}\u{10FFFF}` } }
  return readTenantOnce(ctx, async (tx) =>
    pageOf(
      await repo.listMembers(tx, { ...request, filters: asked ? filters : [...filters, active] }, named),
      present,
    ),
  )
}

export const readMember = (ctx: RequestContext, id: string) =>
  readTenantOnce(ctx, async (tx) => {
    const member = await repo.findMember(tx, id)
    if (!member) throw new AppError(memberErrors.not_found)
    return present(member)
  })

/** Gives a member another role, which holds from their next request on. @throws AppError 409 for the last administrator */
export function changeRole(
  ctx: RequestContext,
  id: string,
  role: repo.MemberRow['role'],
  ifMatch: number | undefined,
) {
  return withTenant(ctx, async (tx) => {
    const { member, others } = await lockMember(tx, id)
    assertVersion(ifMatch, member.version)
    if (member.role === role) return present(member)
    assertAdminStays(member, others)
    const saved = { ...member, role, version: member.version + 1, updatedAt: tx.now }
    repo.updateMember(tx, saved)
    emit(tx, ctx, memberRoleChanged, id, { role, from_role: member.role, version: saved.version })
    tx.onCommit(() => ctx.auth.forget(id))
    return present(saved)
  })
}

/**
 * Takes a member out of the tenant: their sessions and keys are worth nothing from the next request on. What they own
 * goes to the successor in the background.
 *
 * @throws AppError 409 for the last administrator, 422 where the successor is not another active member
 */
export async function removeMember(
  ctx: RequestContext,
  id: string,
  successorId: string | undefined,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const { member, others } = await lockMember(tx, id, successorId)
    assertVersion(ifMatch, member.version)
    assertSuccessor(others, successorId)
    assertAdminStays(member, others)
    const version = member.version + 1
    repo.updateMember(tx, { ...member, status: 'removed', version, updatedAt: tx.now })
    await revokeKeysOf(tx, ctx, id, 'member_removed')
    emit(tx, ctx, memberRemoved, id, {
      role: member.role,
      version,
      removed_at: tx.now.toISOString(),
      reassigned_to: successorId ?? null,
    })
    tx.onCommit(() => ctx.auth.forget(id))
  })
}

/** An active member, and of the others the administrators and whoever is named. @throws AppError 404, 409 */
async function lockMember(tx: TenantTx, id: string, otherId?: string) {
  const rows = await repo.lockWithAdmins(tx, otherId ? [id, otherId] : [id])
  const member = rows.find((row) => row.id === id)
  if (!member) throw new AppError(memberErrors.not_found)
  if (member.status === 'removed') throw new AppError(memberErrors.already_removed)
  return { member, others: rows.filter((row) => row.id !== id && row.status === 'active') }
}

function assertAdminStays(member: repo.MemberRow, others: repo.MemberRow[]): void {
  if (member.role === 'admin' && !others.some(({ role }) => role === 'admin'))
    throw new AppError(memberErrors.last_admin)
}

function assertSuccessor(others: repo.MemberRow[], successorId: string | undefined): void {
  if (successorId === undefined || others.some(({ id }) => id === successorId)) return
  throw new AppError(memberErrors.unknown_successor, {
    errors: [{ pointer: '/reassign_to', code: 'unknown', message: 'not another active member' }],
  })
}

const present = (row: repo.MemberRow) => ({
  id: row.id,
  email: row.email,
  full_name: row.fullName,
  role: row.role,
  status: row.status,
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
