import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { assertQuota, countMade } from '#src/modules/tenants/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { fieldsOf } from './candidates.edit.ts'
import { candidateErrors } from './candidates.errors.ts'
import { candidateQuarantined, candidateRestored } from './candidates.events.ts'
import { seesContact } from './candidates.policy.ts'
import { type Candidate, presentCandidate } from './candidates.present.ts'
import * as repo from './candidates.repo.ts'
import type { CandidatePatch, candidateBody } from './candidates.schemas.ts'
import { readExtras } from './expand-candidates.ts'
import { assertEmailFree, createCandidate, payloadOf, saveCandidate } from './save-candidate.ts'

/** Adds a candidate, owned by whoever adds it. */
export async function addCandidate(
  ctx: RequestContext,
  input: z.output<typeof candidateBody>,
): Promise<Candidate> {
  await assertQuota(ctx, 'candidates')
  return withTenant(ctx, async (tx) => {
    const row = await createCandidate(tx, ctx, { ...fieldsOf(input), ownerId: ctx.principal.userId })
    countMade(ctx, tx, 'candidates')
    return presentCandidate(row, ctx.principal)
  })
}

export function listCandidates(ctx: RequestContext, request: ListRequest) {
  assertMayFilter(ctx, request)
  const { expand } = request
  return (expand.length > 0 ? readTenant : readTenantOnce)(ctx, async (tx) => {
    const named = ctx.reach === 'own' ? { person: ctx.principal.userId } : undefined
    const page = await repo.listCandidates(tx, request, { ...(named && { named }) })
    const ids = page.rows.map((row) => row.id)
    const extras = await readExtras(tx, ids, expand)
    return pageOf(page, (row) => presentCandidate(row, ctx.principal, extras(row.id)))
  })
}

/** A filter would answer whose address it is to someone who is not shown addresses. */
function assertMayFilter(ctx: RequestContext, { filters }: ListRequest): void {
  if (seesContact(ctx.principal) || !filters.some(({ field }) => field === 'email')) return
  throw new AppError(authErrors.forbidden_action, {
    detail: 'Your role sees no contact data and cannot filter by it.',
  })
}

export const readCandidate = (ctx: RequestContext, id: string, expand: string[]): Promise<Candidate> =>
  (expand.length > 0 ? readTenant : readTenantOnce)(ctx, async (tx) => {
    const row = await visibleCandidate(ctx, tx, id)
    const extras = await readExtras(tx, [id], expand)
    return presentCandidate(row, ctx.principal, extras(id))
  })

/** A candidate within a person's reach, in one statement. @throws AppError 404 */
export async function visibleCandidate(
  ctx: RequestContext,
  tx: TenantTx,
  id: string,
): Promise<repo.CandidateRow> {
  const { reach, principal } = ctx
  return found(
    await (reach === 'all' ? repo.findCandidate(tx, id) : repo.findNamedCandidate(tx, id, principal.userId)),
  )
}

export function updateCandidate(
  ctx: RequestContext,
  id: string,
  patch: CandidatePatch,
  ifMatch: number | undefined,
): Promise<Candidate> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockCandidate(tx, id))
    assertVersion(ifMatch, before.version)
    if (patch.email !== before.email) await assertEmailFree(tx, patch.email)
    return presentCandidate(saveCandidate(tx, ctx, before, fieldsOf(patch)), ctx.principal)
  })
}

/** Hides the candidate and frees the e-mail address; it can be restored. */
export async function quarantineCandidate(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const row = found(await repo.lockCandidate(tx, id))
    assertVersion(ifMatch, row.version)
    const active = await repo.countActiveApplications(tx, id)
    if (active > 0)
      throw new AppError(candidateErrors.active_applications, { members: { active_applications: active } })
    const saved = { ...row, version: row.version + 1, updatedAt: tx.now }
    repo.updateCandidate(tx, id, { ...saved, deletedAt: tx.now })
    emit(tx, ctx, candidateQuarantined, id, payloadOf(saved))
  })
}

export function restoreCandidate(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<Candidate> {
  return withTenant(ctx, async (tx) => {
    const row = await repo.lockQuarantined(tx, id)
    if (!row) throw notRestorable(await repo.findCandidate(tx, id))
    assertVersion(ifMatch, row.version)
    await assertEmailFree(tx, row.email)
    const saved = { ...row, version: row.version + 1, updatedAt: tx.now }
    repo.updateCandidate(tx, id, { ...saved, deletedAt: null })
    emit(tx, ctx, candidateRestored, id, payloadOf(saved))
    return presentCandidate(saved, ctx.principal)
  })
}

function notRestorable(live: repo.CandidateRow | undefined): AppError {
  if (!live) return new AppError(candidateErrors.not_found)
  return new AppError(candidateErrors.invalid_transition, {
    detail: 'A candidate that is not deleted cannot be restored.',
    members: {
      current_state: 'active',
      attempted: 'restore',
      allowed: [],
      reasons: { restore: 'needs a deleted candidate' },
    },
  })
}

function found(row: repo.CandidateRow | undefined): repo.CandidateRow {
  if (!row) throw new AppError(candidateErrors.not_found)
  return row
}
