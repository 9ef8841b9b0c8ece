import type { Route } from '#src/http/route.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'
import { eventTypesOf } from './event-types.ts'
import { eventRoutesOf } from './events.routes.ts'

export { eventErrors } from './events.errors.ts'

/** Routes about the events of the product, whatever modules emit them. */
export const eventRoutes = (definitions: readonly EventDefinition[]): Route[] =>
  eventRoutesOf(eventTypesOf(definitions))
