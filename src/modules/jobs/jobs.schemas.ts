import { z } from 'zod'
import { EDUCATION_LEVELS, EMPLOYMENT_TYPES, JOB_STATUSES, LOCATION_TYPES } from '#src/db/schema/jobs.ts'
import { expandQuery, filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, textSchema, timeSchema } from '#src/http/schemas.ts'
import { externalIdFilter, externalIdSchema, externalIdsBody } from '#src/modules/external-ids/index.ts'
import { JOB_ACTIONS } from './jobs.states.ts'

export const jobParams = z.object({ id: idSchema })

const years = z.int().min(0).max(60)
const minorUnits = z.int().min(0).max(10_000_000_000)

const salaryBody = z
  .strictObject({
    min: minorUnits.nullish(),
    max: minorUnits.nullish(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'an ISO 4217 code')
      .describe('ISO 4217; amounts are in its minor units'),
  })
  .meta({ id: 'SalaryRequest' })

const editable = {
  title: lineSchema(200),
  description: textSchema(50_000),
  department: lineSchema(120).nullish(),
  location: lineSchema(200).nullish().describe('Free text: city, region, country'),
  location_type: z.enum(LOCATION_TYPES).nullish(),
  employment_type: z.enum(EMPLOYMENT_TYPES).nullish(),
  experience_min: years.nullish().describe('Years'),
  experience_max: years.nullish().describe('Years'),
  education_min: z.enum(EDUCATION_LEVELS).nullish(),
  salary: salaryBody.nullish(),
  client_id: idSchema.nullish().describe('Whom the job is for, where that is not the tenant itself'),
  recruiter_id: idSchema.nullish(),
  hiring_manager_id: idSchema.nullish(),
}

const pipeline_id = idSchema
  .nullish()
  .describe('The template whose stages the job gets a copy of; without one the default')
const external_ids = externalIdsBody.optional()

export const jobBody = z.strictObject({ ...editable, pipeline_id, external_ids }).meta({ id: 'JobCreate' })
export const jobPatch = z
  .strictObject({ ...editable, external_ids })
  .partial()
  .meta({ id: 'JobUpdate' })
export const jobUpsert = z.strictObject(editable).meta({ id: 'JobUpsert' })
export type JobPatch = z.output<typeof jobPatch>

const reason = lineSchema(500).nullish()
export const moveBody = z.strictObject({ reason }).meta({ id: 'JobMove' })
export const closeBody = z
  .strictObject({
    reason,
    application_disposition: z
      .enum(['keep', 'reject'])
      .nullish()
      .describe('Needed while applications are active'),
  })
  .meta({ id: 'JobClose' })

export const skillsBody = z
  .strictObject({
    skills: z
      .array(
        z.strictObject({
          skill: lineSchema(100).describe('Free name; known aliases are recognised'),
          category: lineSchema(60).nullish(),
          required: z.boolean(),
          weight: z.number().min(0).max(1),
        }),
      )
      .max(100),
  })
  .meta({ id: 'JobSkillsReplace' })

export const jobSkillSchema = z
  .object({
    id: idSchema,
    skill: z.string(),
    key: z.string().describe('The same for all names of one skill'),
    category: z.string().nullable(),
    required: z.boolean(),
    weight: z.number(),
  })
  .meta({ id: 'JobSkill' })

export const jobSkillsSchema = z
  .object({ data: z.array(jobSkillSchema), version: z.int().describe('Of the job') })
  .meta({ id: 'JobSkills' })

const countersSchema = z
  .object({ applications: z.int(), active: z.int(), hired: z.int(), rejected: z.int(), withdrawn: z.int() })
  .meta({ id: 'JobCounters' })

export const jobSchema = z
  .object({
    id: idSchema,
    title: z.string(),
    description: z.string(),
    department: z.string().nullable(),
    location: z.string().nullable(),
    location_type: z.enum(LOCATION_TYPES).nullable(),
    employment_type: z.enum(EMPLOYMENT_TYPES).nullable(),
    experience_min: z.int().nullable(),
    experience_max: z.int().nullable(),
    education_min: z.enum(EDUCATION_LEVELS).nullable(),
    salary: z
      .object({ min: z.int().nullable(), max: z.int().nullable(), currency: z.string() })
      .nullable()
      .describe('In minor units'),
    status: z.enum(JOB_STATUSES),
    status_reason: z.string().nullable(),
    allowed_actions: z.array(z.enum(JOB_ACTIONS)),
    pipeline_id: idSchema.describe('Of the job’s own copy'),
    client_id: idSchema.nullable(),
    recruiter_id: idSchema.nullable(),
    hiring_manager_id: idSchema.nullable(),
    created_by: idSchema.nullable(),
    opened_at: timeSchema.nullable(),
    closed_at: timeSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
    skills: z.array(jobSkillSchema).optional().describe('With expand=skills'),
    counters: countersSchema.optional().describe('With expand=counters'),
    external_ids: z.array(externalIdSchema).optional().describe('With expand=external_ids'),
  })
  .meta({ id: 'Job' })

export const jobPage = pageSchema(jobSchema, 'JobPage')

const expandable = ['skills', 'counters', 'external_ids'] as const
export const jobExpand = expandQuery(expandable)

export const jobListQuery = listQuery({
  sorts: ['created_at', 'updated_at', 'title'],
  filters: {
    status: filterBy.words(JOB_STATUSES),
    location_type: filterBy.words(LOCATION_TYPES),
    employment_type: filterBy.words(EMPLOYMENT_TYPES),
    department: filterBy.text(),
    client_id: filterBy.id(),
    recruiter_id: filterBy.id(),
    hiring_manager_id: filterBy.id(),
    created_at: filterBy.time(),
    external_id: externalIdFilter,
  },
  expand: expandable,
  searchable: true,
  item: jobSchema,
})

export const jobHistorySchema = z
  .object({
    id: idSchema,
    action: z.string(),
    from_status: z.enum(JOB_STATUSES).nullable(),
    to_status: z.enum(JOB_STATUSES).nullable(),
    changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
    reason: z.string().nullable(),
    actor: z.object({ type: z.enum(['user', 'api_key', 'system']), id: idSchema.nullable() }),
    occurred_at: timeSchema,
  })
  .meta({ id: 'JobHistoryEntry' })

export const jobHistoryPage = pageSchema(jobHistorySchema, 'JobHistoryPage')
export const jobHistoryQuery = listQuery({ sorts: ['occurred_at'], item: jobHistorySchema })
