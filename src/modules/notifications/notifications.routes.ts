import { defineRoute } from '#src/http/route.ts'
import { readNotifications, writeNotifications } from './notifications.policy.ts'
import { notificationListQuery, notificationPage, readBody, readSchema } from './notifications.schemas.ts'
import { listNotifications, markRead } from './notifications.service.ts'

const tag = 'Notifications'

export const notificationRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/me/notifications',
    operationId: 'listNotifications',
    summary: 'List what you were told of',
    description:
      'Newest first, with the number of unread ones in `unread_count`; kept for 90 days. What you may no longer see is left out.',
    tag,
    access: readNotifications,
    query: notificationListQuery,
    success: { status: 200, schema: notificationPage },
    handler: (ctx, { query }) => listNotifications(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/me/notifications/read',
    operationId: 'readNotifications',
    summary: 'Mark notifications as read',
    description: 'By `ids`, or `all`. Ids that are none of yours are passed over.',
    tag,
    access: writeNotifications,
    body: readBody,
    success: { status: 200, schema: readSchema },
    handler: (ctx, { body }) => markRead(ctx, body),
  }),
]
