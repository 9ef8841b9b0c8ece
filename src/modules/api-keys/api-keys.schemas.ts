import { z } from 'zod'
import { listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

export const apiKeyParams = z.object({ id: idSchema })

export const apiKeySchema = z
  .object({
    id: idSchema,
    name: z.string(),
    prefix: z.string().describe('Tells keys apart; not secret'),
    scopes: z.array(z.string()),
    created_by: idSchema,
    expires_at: timeSchema.nullable(),
    revoked_at: timeSchema.nullable(),
    revoke_reason: z.string().nullable(),
    last_used_at: timeSchema.nullable().describe('To the minute'),
    created_at: timeSchema,
  })
  .meta({ id: 'ApiKey' })

export const newApiKeySchema = apiKeySchema
  .extend({ key: z.string().describe('Shown this once') })
  .meta({ id: 'NewApiKey' })

export const apiKeyPage = pageSchema(apiKeySchema, 'ApiKeyPage')

export const apiKeyBody = z
  .strictObject({
    name: lineSchema(120),
    scopes: z
      .array(z.string().max(60))
      .min(1)
      .max(50)
      .describe('`<noun>:read`, `<noun>:write`, `<noun>:*` or `*`'),
    expires_at: z.iso
      .datetime({ offset: true })
      // An offset can carry a time out of the years that RFC 3339 can write.
      .refine((text) => !(new Date(text).getUTCFullYear() > 9999), 'must be before the year 10000')
      .nullish(),
  })
  .meta({ id: 'ApiKeyCreate' })

export const revokeQuery = z.strictObject({ reason: lineSchema(200).optional() })

export const apiKeyListQuery = listQuery({ sorts: ['created_at'], item: apiKeySchema })
