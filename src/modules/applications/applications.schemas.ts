import { z } from 'zod'
import { APPLICATION_STATUSES } from '#src/db/schema/candidates.ts'
import { JOB_STATUSES, STAGE_TYPES } from '#src/db/schema/jobs.ts'
import { expandQuery, filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { candidateSchema } from '#src/modules/candidates/index.ts'

export const applicationParams = z.object({ id: idSchema })

const source = lineSchema(100).nullish().describe('Where the application came from')

export const applicationBody = z
  .strictObject({ job_id: idSchema.toLowerCase(), candidate_id: idSchema.toLowerCase(), source })
  .meta({ id: 'ApplicationCreate' })
export const applicationPatch = z.strictObject({ source }).meta({ id: 'ApplicationUpdate' })

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
    stage: z
      .object({ id: idSchema, name: z.string(), type: z.enum(STAGE_TYPES) })
      .meta({ id: 'ApplicationStage' }),
    source: z.string().nullable(),
    snapshot: snapshotSchema,
    applied_at: timeSchema,
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
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
    source: filterBy.text(),
    created_at: filterBy.time(),
  },
  expand: expandable,
  item: applicationSchema,
})
