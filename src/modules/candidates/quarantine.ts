import { withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { AppError } from '#src/lib/errors.ts'
import { holdExternalIds } from '#src/modules/external-ids/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { candidateErrors } from './candidates.errors.ts'
import { candidateQuarantined, candidateRestored } from './candidates.events.ts'
import { type Candidate, presentCandidate } from './candidates.present.ts'
import * as repo from './candidates.repo.ts'
import { holdEmails, listEmails } from './contacts.repo.ts'
import { assertEmailsFree } from './duplicates.ts'
import { payloadOf } from './save-candidate.ts'
import { found } from './visible-candidate.ts'

/** Hides the candidate and frees the e-mail addresses and external ids; it can be restored. */
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
    holdEmails(tx, id, false)
    holdExternalIds(tx, 'candidate', id, false)
    emit(tx, ctx, candidateQuarantined, id, payloadOf(saved))
  })
}

/** Shows the candidate again, with all that it had. @throws AppError 409 where another one has an address by now */
export function restoreCandidate(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<Candidate> {
  return withTenant(ctx, async (tx) => {
    const row = await repo.lockQuarantined(tx, id)
    if (!row) throw notRestorable(await repo.findCandidate(tx, id))
    assertVersion(ifMatch, row.version)
    await assertEmailsFree(tx, await listEmails(tx, [id]))
    const saved = { ...row, version: row.version + 1, updatedAt: tx.now }
    repo.updateCandidate(tx, id, { ...saved, deletedAt: null })
    holdEmails(tx, id, true)
    holdExternalIds(tx, 'candidate', id, true)
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
