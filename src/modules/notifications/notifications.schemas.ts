import { z } from 'zod'
import { NOTIFICATION_TYPES } from '#src/db/schema/notifications.ts'
import { listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

const notificationSchema = z
  .object({
    id: idSchema,
    type: z.enum(NOTIFICATION_TYPES).describe('`note_mention`: a note mentions you'),
    candidate_id: idSchema,
    note_id: idSchema,
    read_at: timeSchema.nullable(),
    created_at: timeSchema,
  })
  .meta({ id: 'Notification' })

const unread_count = z.int().describe('Of all your notifications, on whatever page')

export const notificationPage = pageSchema(notificationSchema, 'NotificationPage')
  .extend({ unread_count })
  .meta({ id: 'NotificationPage' })

export const notificationListQuery = listQuery({
  sorts: ['created_at'],
  filters: { read: { value: z.enum(['true', 'false']), ops: ['eq'] } },
  item: notificationSchema,
})

export const readBody = z
  .strictObject({
    ids: z.array(idSchema).min(1).max(100).optional(),
    all: z.literal(true).optional(),
  })
  .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), 'give either ids or all')
  .meta({ id: 'NotificationsRead' })

export const readSchema = z.object({ unread_count }).meta({ id: 'NotificationsUnread' })
