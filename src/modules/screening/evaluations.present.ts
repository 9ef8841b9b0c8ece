import type { z } from 'zod'
import { EVALUATION_FLAGS } from '#src/db/schema/screening.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { EvaluationRow } from './evaluations.repo.ts'
import type { evaluationSchema } from './evaluations.schemas.ts'

export const presentEvaluation = (row: EvaluationRow): z.input<typeof evaluationSchema> => ({
  id: row.id,
  kind: row.kind,
  subject_id: row.subjectId,
  revision: row.revision,
  application_id: row.applicationId,
  candidate_id: row.candidateId,
  job_id: row.jobId,
  rubric_version: row.rubricVersion,
  method: row.method,
  score: row.score === null ? null : row.score / 100,
  needs_human: row.needsHuman,
  criteria: row.criteria.map((result) => ({ ...result, knockout: result.knockout ?? false })),
  flags: EVALUATION_FLAGS.filter((flag) => row.flags.includes(flag)),
  lineage_ids: row.lineageIds,
  reason: row.reason,
  decided_by: row.decidedBy,
  created_at: isoTime(row.createdAt),
})

/** What events say of one. */
export const toldOf = (row: EvaluationRow) => ({
  kind: row.kind,
  subject_id: row.subjectId,
  application_id: row.applicationId,
  candidate_id: row.candidateId,
  job_id: row.jobId,
  revision: row.revision,
  method: row.method,
  needs_human: row.needsHuman,
})
