import { z } from 'zod'
import { expandQuery, filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { externalIdFilter, externalIdSchema, externalIdsBody } from '#src/modules/external-ids/index.ts'

export const clientParams = z.object({ id: idSchema })

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'a domain, such as acme.example',
  )

const editable = {
  name: lineSchema(200).describe('Unique among the clients that are not archived, in any case of letters'),
  domain: domain.nullish(),
  industry: lineSchema(120).nullish(),
}
const external_ids = externalIdsBody.optional()

export const clientBody = z.strictObject({ ...editable, external_ids }).meta({ id: 'ClientCreate' })
export const clientPatch = z
  .strictObject({ ...editable, external_ids, archived: z.boolean() })
  .partial()
  .meta({ id: 'ClientUpdate' })

export const clientSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    domain: z.string().nullable(),
    industry: z.string().nullable(),
    archived: z.boolean().describe('Takes no further jobs; those it has stay'),
    created_by: idSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
    external_ids: z.array(externalIdSchema).optional().describe('With expand=external_ids'),
  })
  .meta({ id: 'Client', description: 'An employer that an agency hires for' })

export const clientPage = pageSchema(clientSchema, 'ClientPage')

const expandable = ['external_ids'] as const
export const clientExpand = expandQuery(expandable)
export const clientListQuery = listQuery({
  sorts: ['created_at', 'updated_at', 'name'],
  filters: {
    name: filterBy.text(),
    domain: filterBy.text(),
    industry: filterBy.text(),
    archived: filterBy.flag(),
    external_id: externalIdFilter,
  },
  expand: expandable,
  item: clientSchema,
})
