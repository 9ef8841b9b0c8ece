import { z } from 'zod'
import { PARSE_STATES } from '#src/db/schema/resumes.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { operationSchema } from '#src/modules/operations/index.ts'
import { parsedDataSchema, provenanceSchema } from './parsed-data.schemas.ts'
import { REASONS } from './reasons.ts'

export const idParams = z.object({ id: idSchema })
/** An action that takes nothing. */
export const noBody = z.strictObject({}).meta({ id: 'ResumeAction' })

const job_id = z
  .uuid()
  .toLowerCase()
  .optional()
  .describe('The job the resume was sent for: makes an application')

/** The text fields beside the files. */
export const bulkBody = z.strictObject({ job_id }).meta({ id: 'ResumeBulkUpload' })
export const candidateResumeBody = z.strictObject({ job_id }).meta({ id: 'CandidateResumeUpload' })
export const resumeBody = z
  .strictObject({
    candidate_id: z
      .uuid()
      .toLowerCase()
      .optional()
      .describe('Whose resume it is; without it found by the e-mail address in the file, or added'),
    job_id,
  })
  .meta({ id: 'ResumeUpload' })

const reason_codes = z.array(z.string()).describe(
  `Why it failed, or what a person should know:\n${Object.entries(REASONS)
    .map(([code, meaning]) => `- \`${code}\`: ${meaning}`)
    .join('\n')}`,
)

const parseSummaryMembers = {
  id: idSchema,
  resume_id: idSchema,
  candidate_id: idSchema.nullable().describe('Known at upload, or found or added by the parse'),
  application_id: idSchema.nullable().describe('To the job the resume was sent for'),
  state: z.enum(PARSE_STATES),
  reason_codes,
  parser_version: z.string().nullable(),
  language: z.string().nullable().describe('ISO 639-1'),
  page_count: z.int().nullable(),
  operation_id: idSchema.nullable(),
  started_at: timeSchema.nullable(),
  finished_at: timeSchema.nullable(),
  created_at: timeSchema,
  updated_at: timeSchema,
}

export const parseSummarySchema = z.object(parseSummaryMembers).meta({ id: 'ResumeParseSummary' })

export const parseSchema = z
  .object({
    ...parseSummaryMembers,
    parsed_data: parsedDataSchema.nullable(),
    provenance: provenanceSchema.nullable(),
    instructions: z
      .array(
        z.object({
          text: z.string().describe('As it is written: 500 characters at most'),
          start: z.int().describe('UTF-16 offset in the text of the resume, as those of `provenance`'),
          end: z.int().describe('Exclusive'),
        }),
      )
      .describe(
        'What the resume says to a machine that reads it, with `text.injection`: the first 20. Not read, not scored, and no reason to reject anybody by itself',
      ),
  })
  .meta({ id: 'ResumeParse' })

export const diffQuery = z.strictObject({
  against: z
    .uuid()
    .toLowerCase()
    .optional()
    .describe('Another parse of the same resume; without it the last one before that found something'),
})

export const diffSchema = z
  .object({
    parse_id: idSchema,
    against_id: idSchema,
    parser_version: z.object({ from: z.string().nullable(), to: z.string().nullable() }),
    changes: z.array(
      z.object({
        path: z
          .string()
          .describe('A JSON Pointer into `parsed_data`; of the other parse where something is removed'),
        from: z.unknown(),
        to: z.unknown(),
        kind: z.enum(['added', 'removed', 'changed']),
      }),
    ),
  })
  .meta({ id: 'ResumeParseDiff' })

const resumeMembers = {
  id: idSchema,
  candidate_id: idSchema.nullable(),
  job_id: idSchema.nullable(),
  filename: z.string(),
  content_type: z.string().nullable().describe('What the bytes are; null until they were read'),
  size_bytes: z.int(),
  sha256: z.string(),
  is_primary: z.boolean().describe('The one that stands for the candidate'),
  uploaded_by: idSchema.nullable(),
  latest_parse: z
    .object({ id: idSchema, state: z.enum(PARSE_STATES), reason_codes: z.array(z.string()) })
    .nullable(),
  version: z.int(),
  created_at: timeSchema,
  updated_at: timeSchema,
}

export const resumeSchema = z.object(resumeMembers).meta({ id: 'Resume' })

const confidenceSchema = z
  .object({
    mean: z.number().describe('Over all values that were found, 0 to 1'),
    least: z
      .array(z.object({ pointer: z.string(), confidence: z.number() }))
      .describe('The values to look at first, least sure first: at most 10'),
  })
  .meta({ id: 'ResumeConfidence' })

export const resumeDetailSchema = z
  .object({
    ...resumeMembers,
    parsed_data: parsedDataSchema.nullable().describe('Of the latest parse that found something'),
    confidence: confidenceSchema.nullable(),
  })
  .meta({ id: 'ResumeDetail' })

export const uploadSchema = z
  .object({ resume: resumeSchema, parse: parseSchema, operation: operationSchema })
  .meta({ id: 'ResumeUploaded' })

export const bulkSchema = z.object({ operation: operationSchema }).meta({ id: 'ResumeBulkUploaded' })

export const resumePage = pageSchema(resumeSchema, 'ResumePage')
export const resumeListQuery = listQuery({ sorts: ['created_at', 'updated_at'], item: resumeSchema })

export const parsePage = pageSchema(parseSummarySchema, 'ResumeParsePage')
export const parseListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: {
    state: filterBy.words(PARSE_STATES),
    resume_id: filterBy.id(),
    candidate_id: filterBy.id(),
    operation_id: filterBy.id(),
    created_at: filterBy.time(),
  },
  item: parseSummarySchema,
})

export const parsesOfResumeQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: { state: filterBy.words(PARSE_STATES), created_at: filterBy.time() },
  item: parseSummarySchema,
})
