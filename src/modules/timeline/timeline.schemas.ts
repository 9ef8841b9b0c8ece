import { z } from 'zod'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

export const timelineParams = z.object({ id: idSchema })

const activitySchema = z
  .object({
    id: idSchema.describe('Of the event that told of it'),
    sequence: z.int().describe('The place in the order of the tenant’s events'),
    type: z.string().describe('As in `/v1/event-types`'),
    resource: z.string().describe('The noun whose id is `resource_id`'),
    resource_id: idSchema,
    actor: z
      .object({
        type: z.enum(['user', 'api_key', 'system']),
        id: idSchema.nullable(),
        name: z.string().nullable().describe('Of the member or key'),
      })
      .meta({ id: 'ActivityActor' }),
    details: z
      .record(z.string(), z.unknown())
      .describe('What the event said, such as the fields that changed'),
    occurred_at: timeSchema,
  })
  .meta({ id: 'Activity' })

export const activityPage = pageSchema(activitySchema, 'ActivityPage')

export const timelineQuery = listQuery({
  sorts: ['sequence'],
  filters: { type: filterBy.text() },
  item: activitySchema,
})

export type Activity = z.input<typeof activitySchema>
