import { z } from 'zod'
import { APPLICATION_STATUSES } from '#src/db/schema/candidates.ts'
import { JOB_STATUSES, STAGE_TYPES } from '#src/db/schema/jobs.ts'
import { expandQuery, filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { candidateBody, candidateSchema } from '#src/modules/candidates/index.ts'
import { stageSchema } from '#src/modules/pipelines/index.ts'
import { APPLICATION_ACTIONS } from './applications.states.ts'

export const applicationParams = z.object({ id: idSchema })

const origin = {
  source: lineSchema(100).nullish().describe('Where the application came from'),
  credited_to: idSchema.nullish().describe('The member whom it is credited to'),
}

export const applicationBody = z
  .strictObject({
    job_id: idSchema,
    candidate_id: idSchema.optional(),
    candidate: candidateBody
      .optional()
      .describe('Someone new; where a candidate has the e-mail address, it is them who apply'),
    ...origin,
  })
  .superRefine(({ candidate_id, candidate }, check) => {
    if (candidate_id !== undefined && candidate !== undefined)
      check.addIssue({ code: 'custom', path: ['candidate'], message: 'not together with candidate_id' })
  })
  .meta({ id: 'ApplicationCreate' })
export const applicationPatch = z.strictObject(origin).meta({ id: 'ApplicationUpdate' })

const { first_name, last_name, email, phone, headline, company, location, links } = candidateSchema.shape
const snapshotSchema = z
  .object({ first_name, last_name, email, phone, headline, company, location, links })
  .meta({
    id: 'ApplicationSnapshot',
    description: 'The candidate when applying; later edits do not change it',
  })

const applicationJobSchema = z
  .object({ id: idSchema, title: z.string(), status: z.enum(JOB_STATUSES) })
  .meta({ id: 'ApplicationJob' })

export const applicationSchema = z
  .object({
    id: idSchema,
    job_id: idSchema,
    candidate_id: idSchema,
    resume_id: idSchema.nullable(),
    status: z.enum(APPLICATION_STATUSES),
    status_note: z.string().nullable().describe('What was noted when it was rejected or withdrawn'),
    rejection_reason_id: idSchema.nullable(),
    hired_at: timeSchema.nullable(),
    stage: stageSchema,
    stage_entered_at: timeSchema.describe('Since when it is in this stage with this status'),
    source: z.string().nullable(),
    credited_to: idSchema.nullable(),
    snapshot: snapshotSchema,
    applied_at: timeSchema,
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
    allowed_actions: z
      .array(z.enum(APPLICATION_ACTIONS))
      .optional()
      .describe('What you may do with it now; not in lists'),
    candidate: candidateSchema.nullable().optional().describe('With expand=candidate'),
    job: applicationJobSchema.nullable().optional().describe('With expand=job; null once the job is deleted'),
  })
  .meta({ id: 'Application' })

export const applicationPage = pageSchema(applicationSchema, 'ApplicationPage')

const expandable = ['candidate', 'job'] as const
export const applicationExpand = expandQuery(expandable)

export const applicationListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: {
    job_id: filterBy.id(),
    candidate_id: filterBy.id(),
    status: filterBy.words(APPLICATION_STATUSES),
    stage_id: filterBy.id(),
    stage_type: filterBy.words(STAGE_TYPES),
    source: filterBy.text(),
    rejection_reason_id: filterBy.id(),
    created_at: filterBy.time(),
    applied_at: filterBy.time(),
  },
  expand: expandable,
  item: applicationSchema,
})
