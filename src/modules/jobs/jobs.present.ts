import type { z } from 'zod'
import type { JobStatus } from '#src/db/schema/jobs.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ExternalId } from '#src/modules/external-ids/index.ts'
import type { ApplicationCount, JobHistoryRow, JobRow, JobSkillRow } from './jobs.repo.ts'
import type { jobHistorySchema, jobSchema, jobSkillSchema } from './jobs.schemas.ts'
import { allowedActions } from './jobs.states.ts'

export type Job = z.input<typeof jobSchema>

/** What was asked for beside the job itself. */
export interface JobExtras {
  skills?: JobSkillRow[] | undefined
  counts?: ApplicationCount[] | undefined
  externalIds?: ExternalId[] | undefined
}

export const presentJob = (row: JobRow, { skills, counts, externalIds }: JobExtras = {}): Job => ({
  id: row.id,
  title: row.title,
  description: row.description,
  department: row.department,
  location: row.location,
  location_type: row.locationType,
  employment_type: row.employmentType,
  experience_min: row.experienceMin,
  experience_max: row.experienceMax,
  education_min: row.educationMin,
  salary:
    row.salaryCurrency === null
      ? null
      : { min: row.salaryMin, max: row.salaryMax, currency: row.salaryCurrency },
  status: row.status,
  status_reason: row.statusReason,
  allowed_actions: allowedActions(row.status),
  pipeline_id: row.pipelineId,
  client_id: row.clientId,
  recruiter_id: row.recruiterId,
  hiring_manager_id: row.hiringManagerId,
  created_by: row.createdBy,
  opened_at: row.openedAt && isoTime(row.openedAt),
  closed_at: row.closedAt && isoTime(row.closedAt),
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
  ...(skills && { skills: skills.map(presentSkill) }),
  ...(counts && { counters: presentCounters(counts) }),
  ...(externalIds && { external_ids: externalIds.map(({ system, value }) => ({ system, value })) }),
})

export const presentSkill = (row: JobSkillRow): z.input<typeof jobSkillSchema> => ({
  id: row.id,
  skill: row.name,
  key: row.skillKey,
  category: row.category,
  required: row.required,
  weight: row.weight / 10_000,
})

function presentCounters(counts: ApplicationCount[]) {
  const of = (status: ApplicationCount['status']) =>
    counts.find((c) => c.status === status)?.applications ?? 0
  const all = {
    active: of('active'),
    hired: of('hired'),
    rejected: of('rejected'),
    withdrawn: of('withdrawn'),
  }
  return { applications: all.active + all.hired + all.rejected + all.withdrawn, ...all }
}

export const presentHistory = (row: JobHistoryRow): z.input<typeof jobHistorySchema> => ({
  id: row.id,
  action: row.action,
  from_status: row.fromStatus as JobStatus | null,
  to_status: row.toStatus as JobStatus | null,
  changes: row.changes,
  reason: row.reason,
  actor: row.actor,
  occurred_at: isoTime(row.occurredAt),
})
