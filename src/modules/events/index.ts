export { eventTypesOf } from './event-types.ts'
export { eventErrors } from './events.errors.ts'
export { eventRoutesOf as eventRoutes } from './events.routes.ts'
