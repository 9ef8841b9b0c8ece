import { z } from 'zod'
import { REJECTION_TYPES } from '#src/db/schema/hiring.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

export const reasonParams = z.object({ id: idSchema })

const editable = {
  name: lineSchema(120).describe('Unique in the tenant, in any case of letters'),
  type: z.enum(REJECTION_TYPES).describe('Who ended it: reasons of `other` serve rejections and withdrawals'),
}

export const reasonBody = z.strictObject(editable).meta({ id: 'RejectionReasonCreate' })
export const reasonPatch = z.strictObject(editable).partial().meta({ id: 'RejectionReasonUpdate' })

export const reasonSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    type: z.enum(REJECTION_TYPES),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'RejectionReason' })

export const reasonPage = pageSchema(reasonSchema, 'RejectionReasonPage')
export const reasonListQuery = listQuery({
  sorts: ['created_at', 'name'],
  filters: { type: filterBy.words(REJECTION_TYPES) },
  item: reasonSchema,
})
