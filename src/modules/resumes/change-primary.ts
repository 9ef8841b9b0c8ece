import type { TenantTx } from '#src/db/tx.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import { resumeUpdated } from './resumes.events.ts'
import { findSuccessor, type ResumeRow, updateResume } from './resumes.repo.ts'

/** Makes a resume of a locked candidate the primary one, or ends that, and tells of it. */
export function changePrimary(
  tx: TenantTx,
  ctx: EmitContext,
  resume: ResumeRow,
  isPrimary: boolean,
): ResumeRow {
  const saved = { ...resume, isPrimary, version: resume.version + 1, updatedAt: tx.now }
  updateResume(tx, resume.id, { isPrimary })
  emit(tx, ctx, resumeUpdated, resume.id, {
    candidate_id: saved.candidateId,
    is_primary: isPrimary,
    changed: ['is_primary'],
    version: saved.version,
  })
  return saved
}

/** The newest other resume of a locked candidate that was read. */
export const successorOf = async (
  tx: TenantTx,
  { id, candidateId }: { id: string; candidateId: string | null },
): Promise<ResumeRow | undefined> => (candidateId ? findSuccessor(tx, candidateId, id) : undefined)
