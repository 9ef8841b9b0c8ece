import { z } from 'zod'
import { idSchema, timeSchema } from '#src/http/schemas.ts'
import type { Feed } from './feeds.ts'

export const syncQuery = z.strictObject({
  token: z.string().max(500).optional().describe('`next_token` of the page before; none to begin'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export type SyncQuery = z.output<typeof syncQuery>

const OPS = ['snapshot', 'created', 'updated', 'deleted'] as const
export type Op = (typeof OPS)[number]

export const syncPageOf = ({ title, item }: Feed) =>
  z
    .object({
      data: z.array(
        z
          .object({
            op: z.enum(OPS).describe('`snapshot` for a row as it was found when the copy began'),
            id: idSchema.describe('Of the row'),
            sequence: z.int().nullable().describe('Of the event that tells of the change'),
            type: z.string().nullable().describe('Of that event'),
            occurred_at: timeSchema.nullable(),
            version: z.int().nullable().describe('Of the row after the change, where the event says it'),
            data: item.nullable().describe('The row as it is now; null when it is gone: remove the copy'),
          })
          .meta({ id: `${title}Change` }),
      ),
      has_more: z.boolean().describe('False when the copy is up to date'),
      next_token: z.string().describe('Keep it together with what you made of `data`'),
    })
    .meta({ id: `${title}Changes` })
