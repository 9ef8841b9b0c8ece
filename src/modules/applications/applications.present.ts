import type { z } from 'zod'
import type { Principal } from '#src/http/principal.ts'
import { type CandidateRow, presentCandidate, presentContact } from '#src/modules/candidates/index.ts'
import type { ApplicationRow, JobSummary } from './applications.repo.ts'
import type { applicationSchema } from './applications.schemas.ts'

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
  stage: { id: row.stageId, name: row.stageName, type: row.stageType },
  source: row.source,
  snapshot: {
    first_name: row.snapshot.first_name,
    last_name: row.snapshot.last_name,
    ...presentContact(row.snapshot, principal),
    headline: row.snapshot.headline,
    company: row.snapshot.company,
    location: row.snapshot.location,
  },
  applied_at: row.appliedAt.toISOString(),
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
  ...(candidate !== undefined && { candidate: candidate && presentCandidate(candidate, principal) }),
  ...(job !== undefined && { job: job && { id: job.id, title: job.title, status: job.status } }),
})
