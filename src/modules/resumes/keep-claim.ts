import type { TenantTx } from '#src/db/tx.ts'
import { lockCandidate } from '#src/modules/candidates/index.ts'
import type { EmitContext } from '#src/platform/events/events.ts'
import type { Claim } from './claim-resume.ts'
import { correctCandidate } from './correct-candidate.ts'
import { findLastData } from './parse-history.repo.ts'
import type { ParsedData } from './parser/types.ts'
import type { OwedParse } from './resume-parses.repo.ts'
import { findPrimaryResume, updateResume } from './resumes.repo.ts'

/**
 * As `claimResume` for a resume that is read again: its candidate, its application and the choice of the primary
 * resume were made before. Undefined where the candidate is gone.
 */
export async function keepClaim(
  tx: TenantTx,
  ctx: EmitContext,
  { candidateId, resumeId, applicationId }: OwedParse,
  data: ParsedData,
): Promise<Claim | undefined> {
  const candidate = candidateId ? await lockCandidate(tx, candidateId) : undefined
  if (!candidate) return undefined
  const before = await findLastData(tx, resumeId)
  await correctCandidate(tx, ctx, candidate, { before, after: data, empties: false })
  const hasPrimary = (await findPrimaryResume(tx, candidate.id)) !== undefined
  updateResume(tx, resumeId, hasPrimary ? {} : { isPrimary: true })
  return { candidateId: candidate.id, applicationId, reasons: [] }
}
