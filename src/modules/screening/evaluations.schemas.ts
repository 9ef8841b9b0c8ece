import { z } from 'zod'
import { EVALUATION_FLAGS, EVALUATION_KINDS, EVALUATION_METHODS } from '#src/db/schema/screening.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, textSchema, timeSchema } from '#src/http/schemas.ts'

const evidence = z.object({
  sequence: z.int().describe('The message of the transcript'),
  start: z.int().describe('Where the quote begins in its text, in UTF-16 code units'),
  end: z.int(),
  quote: z.string(),
})

export const evaluationSchema = z
  .object({
    id: idSchema,
    kind: z.enum(EVALUATION_KINDS),
    subject_id: idSchema.describe('Of the kind: for `screening` a screening'),
    revision: z.int().describe('The highest one of a subject counts'),
    application_id: idSchema,
    candidate_id: idSchema,
    job_id: idSchema,
    rubric_version: z.int().describe('For `screening` the version of the questions of the job'),
    method: z.enum(EVALUATION_METHODS).describe('`model` where a model scored any criterion'),
    score: z
      .number()
      .nullable()
      .describe('0 to 100: the mean of the scored criteria by their weights; null where none was scored'),
    needs_human: z.boolean().describe('Something of it a person has to look at'),
    criteria: z.array(
      z.object({
        question_id: idSchema,
        criterion: z.string(),
        weight: z.number(),
        knockout: z.boolean().describe('Whether it was declared a condition of the job'),
        score: z.number().nullable(),
        by: z.enum(['rules', 'model']).nullable(),
        reason: z.string().nullable(),
        evidence: z.array(evidence).describe('Words of the candidate, as they stand in the transcript'),
      }),
    ),
    flags: z
      .array(z.enum(EVALUATION_FLAGS))
      .describe(
        '`knocked_out`: a declared condition is not met, as a rule tells. Nothing follows but by people',
      ),
    lineage_ids: z.array(idSchema).describe('The calls of models that it took'),
    reason: z.string().nullable().describe('Of a person, for a score of theirs'),
    decided_by: idSchema.nullable(),
    created_at: timeSchema,
  })
  .meta({ id: 'AiEvaluation' })

export const evaluationPage = pageSchema(evaluationSchema, 'AiEvaluationPage')
export const evaluationListQuery = listQuery({
  sorts: ['created_at'],
  filters: {
    kind: filterBy.words(EVALUATION_KINDS),
    subject_id: filterBy.id(),
    application_id: filterBy.id(),
    candidate_id: filterBy.id(),
    job_id: filterBy.id(),
  },
  item: evaluationSchema,
})

export const overrideBody = z
  .strictObject({
    score: z.number().min(0).max(100).multipleOf(0.01),
    reason: textSchema(2000).describe('Why, for whoever asks later'),
  })
  .meta({ id: 'AiEvaluationOverride' })
