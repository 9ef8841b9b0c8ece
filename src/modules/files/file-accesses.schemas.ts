import { z } from 'zod'
import { FILE_KINDS } from '#src/db/schema/files.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

/** The query of every route that answers with a link to a file. */
export const downloadQuery = z.strictObject({
  expires_in: z.coerce.number().int().min(1).max(3600).default(300).describe('Seconds the link is valid'),
})

const fileAccessSchema = z
  .object({
    id: idSchema,
    kind: z.enum(FILE_KINDS),
    file_id: idSchema.describe('The resume or the attachment; it may be gone'),
    candidate_id: idSchema.nullable(),
    actor: z.object({ type: z.enum(['user', 'api_key', 'system']), id: idSchema.nullable() }),
    ip: z.string(),
    request_id: idSchema,
    expires_at: timeSchema.describe('Until when the link was good'),
    occurred_at: timeSchema,
  })
  .meta({ id: 'FileAccess' })

export const fileAccessPage = pageSchema(fileAccessSchema, 'FileAccessPage')

export const fileAccessListQuery = listQuery({
  sorts: ['occurred_at'],
  filters: { kind: filterBy.words(FILE_KINDS), file_id: filterBy.id(), occurred_at: filterBy.time() },
  item: fileAccessSchema,
})
