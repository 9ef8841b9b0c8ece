import { z } from 'zod'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, textSchema, timeSchema } from '#src/http/schemas.ts'

export const valuesParams = z.object({ id: idSchema })

const mark = z.int().min(1).max(5).describe('1 to 5')
const marks = { integrity: mark, honesty: mark, discipline: mark, hard_work: mark, gratitude: mark }
const notes = textSchema(5000).nullish()

export const valuesBody = z
  .strictObject({
    candidate_id: idSchema,
    application_id: idSchema.nullish().describe('One of the candidate’s, where the assessment belongs to it'),
    ...marks,
    notes,
  })
  .meta({ id: 'ValuesAssessmentCreate' })
export const valuesPatch = z
  .strictObject({ ...marks, notes })
  .partial()
  .meta({ id: 'ValuesAssessmentUpdate' })

export const valuesSchema = z
  .object({
    id: idSchema,
    candidate_id: idSchema,
    application_id: idSchema.nullable(),
    assessor_id: idSchema,
    ...marks,
    average: z.number().describe('Of the five, two decimals'),
    notes: z.string().nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'ValuesAssessment' })

export const valuesPage = pageSchema(valuesSchema, 'ValuesAssessmentRows')
  .extend({
    candidate_average: z
      .number()
      .nullable()
      .describe('The mean of the averages of all assessments of the candidate, two decimals'),
  })
  .meta({ id: 'ValuesAssessmentPage' })
export const valuesListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: { assessor_id: filterBy.id(), application_id: filterBy.id() },
  item: valuesSchema,
})
