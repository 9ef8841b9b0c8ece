import type { Route } from '#src/http/route.ts'
import { catalogueOf, type EventType } from './catalogue.ts'
import { deliveryRoutes } from './deliveries.routes.ts'
import { endpointActionRoutes } from './endpoint-actions.routes.ts'
import { endpointRoutes } from './endpoints.routes.ts'

/** Routes of the endpoints that may ask for the events of the product, whatever modules emit them. */
export function webhookRoutes(types: readonly EventType[]): Route[] {
  const catalogue = catalogueOf(types)
  return [...endpointRoutes(catalogue), ...endpointActionRoutes(catalogue), ...deliveryRoutes]
}

export { deliveryErrors, webhookErrors } from './webhooks.errors.ts'
export { webhookEvents } from './webhooks.events.ts'
export { webhookSubscriptions } from './webhooks.subscribers.ts'
export { webhookTasks } from './webhooks.tasks.ts'
