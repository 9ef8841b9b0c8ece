import type { TenantTx } from '#src/db/tx.ts'
import { createApplicationIfPossible } from '#src/modules/applications/index.ts'
import {
  type CandidateRow,
  createCandidate,
  findCandidateByEmail,
  indexResumeText,
  lockCandidate,
  updateCandidateFromResume,
} from '#src/modules/candidates/index.ts'
import type { EmitContext } from '#src/platform/events/events.ts'
import type { ParsedData } from './parser/types.ts'
import { profileOfResume } from './profile-of-resume.ts'
import type { Reason } from './reasons.ts'
import type { OwedParse } from './resume-parses.repo.ts'
import { findPrimaryResume, updateResume } from './resumes.repo.ts'

export interface Claim {
  candidateId: string
  applicationId: string | null
  /** Why there is no new application where one was asked for. */
  reasons: Reason[]
}

/**
 * Gives a resume that was read to its candidate, whose other resumes wait for this transaction, and has them apply
 * to the job it was sent for. Undefined where the candidate it was sent for is gone.
 * @throws AppError, or a unique violation, where another transaction adds the same person: then all is to be done again
 */
export async function claimResume(
  tx: TenantTx,
  ctx: EmitContext,
  parse: OwedParse,
  read: { data: ParsedData; text: string; contentType: string | null },
): Promise<Claim | undefined> {
  const candidate = await candidateOf(tx, ctx, parse, read.data)
  if (!candidate) return undefined
  const primary = await findPrimaryResume(tx, candidate.id)
  const isPrimary = !primary || primary.createdAt <= parse.uploadedAt
  if (isPrimary && primary) updateResume(tx, primary.id, { isPrimary: false })
  if (isPrimary) indexResumeText(tx, candidate.id, read.text)
  updateResume(tx, parse.resumeId, { candidateId: candidate.id, contentType: read.contentType, isPrimary })
  return { candidateId: candidate.id, ...(await apply(tx, ctx, parse, candidate.id)) }
}

/** Whoever the resume was sent for, else who has its e-mail address, else someone new; never someone by name alone. */
async function candidateOf(
  tx: TenantTx,
  ctx: EmitContext,
  { candidateId, uploadedBy }: OwedParse,
  data: ParsedData,
): Promise<CandidateRow | undefined> {
  const profile = profileOfResume(data)
  const known = candidateId ? await lockCandidate(tx, candidateId) : await lockByEmail(tx, profile.email)
  if (known) return updateCandidateFromResume(tx, ctx, known, profile)
  return candidateId ? undefined : createCandidate(tx, ctx, { ...profile, ownerId: uploadedBy })
}

async function lockByEmail(
  tx: TenantTx,
  email: string | null | undefined,
): Promise<CandidateRow | undefined> {
  const found = email ? await findCandidateByEmail(tx, email) : undefined
  return found && lockCandidate(tx, found.id)
}

async function apply(
  tx: TenantTx,
  ctx: EmitContext,
  { jobId, resumeId }: OwedParse,
  candidateId: string,
): Promise<Omit<Claim, 'candidateId'>> {
  if (!jobId) return { applicationId: null, reasons: [] }
  const outcome = await createApplicationIfPossible(tx, ctx, { jobId, candidateId, resumeId })
  if ('application' in outcome) return { applicationId: outcome.application.id, reasons: [] }
  const existing = outcome.reason === 'already_applied' ? outcome.existingId : undefined
  return { applicationId: existing ?? null, reasons: [`application.${outcome.reason}`] }
}
