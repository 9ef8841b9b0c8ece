import { z } from 'zod'
import { DISABILITY_ANSWERS, RACE_ANSWERS, SEX_ANSWERS, VETERAN_ANSWERS } from '#src/db/schema/fairness.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

export const applicationParams = z.object({ id: idSchema })

const unasked = 'Null where it was not asked or not answered'

export const selfIdentificationBody = z
  .strictObject({
    sex: z.enum(SEX_ANSWERS).nullable().default(null).describe(unasked),
    race_ethnicity: z
      .enum(RACE_ANSWERS)
      .nullable()
      .default(null)
      .describe(`As in the EEO-1 report. ${unasked}`),
    veteran: z.enum(VETERAN_ANSWERS).nullable().default(null).describe(`As VEVRAA asks. ${unasked}`),
    disability: z
      .enum(DISABILITY_ANSWERS)
      .nullable()
      .default(null)
      .describe(`As Section 503 asks. ${unasked}`),
  })
  .meta({ id: 'SelfIdentification' })

const KINDS = ['write', 'compute', 'read', 'finalize'] as const

const accessSchema = z
  .object({
    id: idSchema,
    kind: z.enum(KINDS),
    subject_id: idSchema
      .nullable()
      .describe('The application that was written, the audit, or the model version; null for the daily look'),
    actor: z.object({ type: z.string(), id: z.string().nullable() }),
    ip: z.string().nullable(),
    request_id: z.string(),
    occurred_at: timeSchema,
  })
  .meta({ id: 'EeoAccess' })

export const accessPage = pageSchema(accessSchema, 'EeoAccessPage')
export const accessListQuery = listQuery({
  sorts: ['occurred_at'],
  filters: { kind: filterBy.words(KINDS), occurred_at: filterBy.time() },
  item: accessSchema,
})
