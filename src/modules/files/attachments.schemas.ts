import { z } from 'zod'
import { ATTACHMENT_TYPES } from '#src/db/schema/files.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, textSchema, timeSchema } from '#src/http/schemas.ts'

export const attachmentParams = z.object({ id: idSchema })

const type = z.enum(ATTACHMENT_TYPES)
const description = textSchema(1000).nullish()

export const attachmentBody = z
  .strictObject({ type: type.default('other'), description })
  .meta({ id: 'AttachmentCreate' })
export const attachmentPatch = z
  .strictObject({ type: type.optional(), description })
  .meta({ id: 'AttachmentUpdate' })

export const attachmentSchema = z
  .object({
    id: idSchema,
    candidate_id: idSchema,
    type,
    filename: z.string(),
    description: z.string().nullable(),
    content_type: z.string().describe('What the bytes are, whatever the client said'),
    size_bytes: z.int(),
    sha256: z.string().describe('Hex'),
    uploaded_by: idSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Attachment' })

export const attachmentPage = pageSchema(attachmentSchema, 'AttachmentPage')

export const attachmentListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: { type: filterBy.words(ATTACHMENT_TYPES), created_at: filterBy.time() },
  item: attachmentSchema,
})
