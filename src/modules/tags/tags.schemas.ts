import { z } from 'zod'
import { listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { candidateTagSchema } from '#src/modules/candidates/index.ts'

/** White space is collapsed: it is not what tells two names apart. */
export const tagName = lineSchema(60).transform((name) => name.replace(/\s+/g, ' '))

const name = tagName.describe('Unique in the tenant, whatever its case')

export const tagParams = z.object({ id: idSchema })
export const tagBody = z.strictObject({ name }).meta({ id: 'TagCreate' })
export const tagPatch = z.strictObject({ name }).meta({ id: 'TagUpdate' })

export const tagSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    candidates: z.int().describe('How many candidates that you see have it'),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
    merged_from: idSchema.optional().describe('Of a rename to this tag’s name: the tag that is no more'),
  })
  .meta({ id: 'Tag' })

export const tagPage = pageSchema(tagSchema, 'TagPage')

export const tagListQuery = listQuery({
  sorts: ['name', 'updated_at'],
  defaultSort: 'name',
  searchable: true,
  item: tagSchema,
})

// Checked by the service, which can say what is wrong with a name; a parameter that does not fit is just not found.
export const candidateTagParams = z.object({ id: idSchema, tag: z.string().describe('The name') })

export const candidateTagPage = pageSchema(candidateTagSchema, 'CandidateTagPage')
