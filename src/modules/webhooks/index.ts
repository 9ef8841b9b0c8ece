import type { Route } from '#src/http/route.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'
import { endpointActionRoutes } from './endpoint-actions.routes.ts'
import { endpointRoutes } from './endpoints.routes.ts'
import { allPatterns } from './event-patterns.ts'

/** Routes of the endpoints that may ask for the events of the product, whatever modules emit them. */
export const webhookRoutes = (definitions: readonly EventDefinition[]): Route[] => [
  ...endpointRoutes(allPatterns(definitions)),
  ...endpointActionRoutes,
]

export { webhookErrors } from './webhooks.errors.ts'
export { webhookEvents } from './webhooks.events.ts'
export { webhookSubscriptions } from './webhooks.subscribers.ts'
export { webhookTasks } from './webhooks.tasks.ts'
