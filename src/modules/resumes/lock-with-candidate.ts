import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { lockCandidate } from '#src/modules/candidates/index.ts'
import { findResume, lockResume, type ResumeRow } from './resumes.repo.ts'
import { found } from './resumes.service.ts'
import { sightOf } from './sight.ts'

// Locks are taken in one order everywhere, as a parse that is settled takes them: parse, candidate, resume. A row that
// refers to a candidate locks it too, by its foreign key.

/** A resume that nobody else changes, as nobody does its candidate. @throws AppError 404 */
export async function lockWithCandidate(ctx: RequestContext, tx: TenantTx, id: string): Promise<ResumeRow> {
  const { candidateId } = found(await findResume(tx, id, sightOf(ctx)))
  if (candidateId) await lockCandidate(tx, candidateId)
  return found(await lockResume(tx, id, sightOf(ctx)))
}
