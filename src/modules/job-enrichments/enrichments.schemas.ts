import { z } from 'zod'
import { ENRICHMENT_STATES } from '#src/db/schema/job-enrichments.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, textSchema, timeSchema } from '#src/http/schemas.ts'

export const jobParams = z.object({ id: idSchema })
export const enrichmentParams = z.object({ id: idSchema, eid: idSchema })

export const draftBody = z.strictObject({}).meta({ id: 'JobEnrichmentCreate' })
export const rejectBody = z.strictObject({}).meta({ id: 'JobEnrichmentReject' })

const skill = z.strictObject({
  skill: lineSchema(100),
  required: z.boolean(),
  weight: z.number().min(0).max(1),
})

const text = { title: lineSchema(200), description: textSchema(50_000), skills: z.array(skill).max(100) }

const question = lineSchema(300)
const MOST_QUESTIONS = 5

/** What a model drafts is held to what people may write. */
export const draftText = z.strictObject({ ...text, questions: z.array(question).max(MOST_QUESTIONS) })

export const acceptBody = z
  .strictObject({
    edits: z
      .strictObject(text)
      .partial()
      .optional()
      .describe('What the job shall say instead of the draft; a list of skills as a whole'),
    questions: z
      .array(question)
      .max(MOST_QUESTIONS)
      .default([])
      .describe(
        'Which of the drafted questions, or others, the job shall ask in screenings from now on besides its own; needs `screenings:write`',
      ),
  })
  .meta({ id: 'JobEnrichmentAccept' })

export type Acceptance = z.output<typeof acceptBody>

const jobText = z
  .object({
    title: z.string(),
    description: z.string(),
    skills: z.array(z.object({ skill: z.string(), required: z.boolean(), weight: z.number() })),
  })
  .meta({ id: 'JobText' })

const jobTextAndQuestions = jobText.extend({ questions: z.array(z.string()) }).meta({ id: 'JobTextDraft' })

export const enrichmentSchema = z
  .object({
    id: idSchema,
    job_id: idSchema,
    state: z.enum(ENRICHMENT_STATES),
    original: jobText.describe('What the job said when this was drafted'),
    draft: jobTextAndQuestions.describe('What the model proposes, with questions for a first talk'),
    accepted: jobTextAndQuestions
      .nullable()
      .describe(
        'What the job was changed to, and asks in screenings besides: the draft with a person’s edits',
      ),
    lineage_id: idSchema.describe('The call of the model, see `GET /v1/ai/lineage`'),
    created_by: idSchema.nullable(),
    decided_by: idSchema.nullable(),
    decided_at: timeSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'JobEnrichment' })

export const enrichmentPage = pageSchema(enrichmentSchema, 'JobEnrichmentPage')
export const enrichmentListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: { state: filterBy.words(ENRICHMENT_STATES) },
  item: enrichmentSchema,
})
