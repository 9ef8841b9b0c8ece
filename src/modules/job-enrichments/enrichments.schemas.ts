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

/** What a model drafts is held to what people may write. */
export const draftText = z.strictObject({ ...text, questions: z.array(lineSchema(300)).max(5) })

export const acceptBody = z
  .strictObject({
    edits: z
      .strictObject(text)
      .partial()
      .optional()
      .describe('What the job shall say instead of the draft; a list of skills as a whole'),
  })
  .meta({ id: 'JobEnrichmentAccept' })

export type Edits = NonNullable<z.output<typeof acceptBody>['edits']>

const jobText = z
  .object({
    title: z.string(),
    description: z.string(),
    skills: z.array(z.object({ skill: z.string(), required: z.boolean(), weight: z.number() })),
  })
  .meta({ id: 'JobText' })

export const enrichmentSchema = z
  .object({
    id: idSchema,
    job_id: idSchema,
    state: z.enum(ENRICHMENT_STATES),
    original: jobText.describe('What the job said when this was drafted'),
    draft: jobText
      .extend({ questions: z.array(z.string()).describe('For a first talk: suggested, and nowhere used') })
      .meta({ id: 'JobTextDraft' }),
    accepted: jobText.nullable().describe('What the job was changed to: the draft with a person’s edits'),
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
