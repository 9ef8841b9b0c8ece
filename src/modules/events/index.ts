export { eventTypesOf } from './event-types.ts'
export { eventErrors, eventTypeErrors } from './events.errors.ts'
export { eventRoutesOf as eventRoutes } from './events.routes.ts'
