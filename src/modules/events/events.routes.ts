import { defineRoute, type Route } from '#src/http/route.ts'
import type { EventType } from './event-types.ts'
import { readEvents } from './events.policy.ts'
import { eventListQuery, eventPage, eventTypePage } from './events.schemas.ts'
import { listEvents } from './events.service.ts'

const tag = 'Events'

export const eventRoutesOf = (types: EventType[]): Route[] => [
  defineRoute({
    method: 'GET',
    url: '/v1/events',
    operationId: 'listEvents',
    summary: 'Read what happened, in its order',
    description: `The facts that webhooks deliver, under the same ids, oldest first; kept for 30 days. To follow them, ask
for those with \`filter[sequence][gt]\` the last one you have: none appears later below a place that was seen.`,
    tag,
    access: readEvents,
    replica: true,
    query: eventListQuery(types),
    success: { status: 200, schema: eventPage },
    handler: (ctx, { query }) => listEvents(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/event-types',
    operationId: 'listEventTypes',
    summary: 'List the types of events',
    description: 'All of them on one page, with the schema of their `data` and an example.',
    tag,
    access: 'member',
    success: { status: 200, schema: eventTypePage },
    handler: () => ({ data: types, has_more: false, next_cursor: null }),
  }),
]
