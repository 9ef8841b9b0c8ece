import type { z } from 'zod'
import type { Principal } from '#src/http/principal.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import { type CandidateRow, presentCandidate, presentContact } from '#src/modules/candidates/index.ts'
import type { stageEntrySchema } from './application-actions.schemas.ts'
import type { ApplicationRow, StandingRow } from './applications.repo.ts'
import type { applicationSchema } from './applications.schemas.ts'
import { surveyActions } from './applications.states.ts'
import type { JobSummary } from './pairing.repo.ts'
import { stageOf } from './record-steps.ts'
import type { StageEntryRow } from './stage-history.repo.ts'

export type Application = z.input<typeof applicationSchema>

/** What was asked for beside the application itself; null for what is gone. */
export interface ApplicationExtras {
  candidate?: CandidateRow | null | undefined
  job?: JobSummary | null | undefined
}

/** An application as `principal` may see one. */
export const presentApplication = (
  row: ApplicationRow,
  principal: Principal,
  { candidate, job }: ApplicationExtras = {},
): Application => ({
  id: row.id,
  job_id: row.jobId,
  candidate_id: row.candidateId,
  resume_id: row.resumeId,
  status: row.status,
  status_note: row.statusNote,
  rejection_reason_id: row.rejectionReasonId,
  hired_at: row.hiredAt && isoTime(row.hiredAt),
  stage: stageOf(row),
  stage_entered_at: isoTime(row.stageEnteredAt),
  source: row.source,
  credited_to: row.creditedTo,
  snapshot: {
    first_name: row.snapshot.first_name,
    last_name: row.snapshot.last_name,
    ...presentContact(row.snapshot, principal),
    headline: row.snapshot.headline,
    company: row.snapshot.company,
    location: row.snapshot.location,
  },
  applied_at: isoTime(row.appliedAt),
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
  ...(candidate !== undefined && { candidate: candidate && presentCandidate(candidate, principal) }),
  ...(job !== undefined && { job: job && { id: job.id, title: job.title, status: job.status } }),
})

/** One application by itself, with what `principal` may do with it. */
export const presentStanding = (
  row: StandingRow,
  principal: Principal,
  extras?: ApplicationExtras,
): Application => ({
  ...presentApplication(row, principal, extras),
  allowed_actions: surveyActions(principal, row).allowed,
})

/** `now` ends the duration of what still lasts. */
export const presentStageEntry = (row: StageEntryRow, now: Date): z.input<typeof stageEntrySchema> => ({
  id: row.id,
  action: row.action,
  job_id: row.jobId,
  from_stage: row.fromStage,
  to_stage: row.toStage,
  from_status: row.fromStatus,
  to_status: row.toStatus,
  reason: row.reason,
  rejection_reason_id: row.rejectionReasonId,
  actor: row.actor,
  entered_at: isoTime(row.enteredAt),
  left_at: row.leftAt && isoTime(row.leftAt),
  duration_ms: Math.max(0, (row.leftAt ?? now).getTime() - row.enteredAt.getTime()),
})
