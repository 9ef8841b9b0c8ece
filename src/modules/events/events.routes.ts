import { defineRoute, type Route } from '#src/http/route.ts'
import type { EventType } from './event-types.ts'
import { eventErrors, eventTypeErrors } from './events.errors.ts'
import { readEvents } from './events.policy.ts'
import {
  eventListQuery,
  eventPage,
  eventStreamQuery,
  eventTypePage,
  eventTypeParams,
  eventTypeSchema,
} from './events.schemas.ts'
import { listEvents, readEventType } from './events.service.ts'
import { followEvents } from './follow-events.ts'

const tag = 'Events'

export const eventRoutesOf = (types: EventType[]): Route[] => [
  defineRoute({
    method: 'GET',
    url: '/v1/events',
    operationId: 'listEvents',
    summary: 'Read what happened, in its order',
    description: `The facts that webhooks deliver, under the same ids, oldest first; older ones than 30 days are gone. To follow them, ask
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
    url: '/v1/events/stream',
    operationId: 'streamEvents',
    summary: 'Follow what happens, as server-sent events',
    description: `Each message has the \`sequence\` of an event as its id, its type as its name and the \`Event\` as its data. A
message without data only moves the id on. The server ends a stream now and then: come back with the last id, as
every EventSource does by itself. Five streams at a time.`,
    tag,
    access: readEvents,
    query: eventStreamQuery(types),
    success: {
      status: 200,
      description: 'Messages, until either side ends it',
      messages: { resumable: true },
    },
    errors: [eventErrors.not_kept],
    handler: (ctx, { query, headers }) =>
      followEvents(ctx, { ...query, after: headers.lastEventId ?? query.after }),
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
  defineRoute({
    method: 'GET',
    url: '/v1/event-types/:type',
    operationId: 'readEventType',
    summary: 'Read what a type of event carries',
    tag,
    access: 'member',
    params: eventTypeParams,
    success: { status: 200, schema: eventTypeSchema },
    errors: [eventTypeErrors.not_found],
    handler: (_ctx, { params }) => readEventType(types, params.type),
  }),
]
