export { clientErrors } from './clients.errors.ts'
export { clientEvents } from './clients.events.ts'
export { findClient } from './clients.repo.ts'
export { clientRoutes } from './clients.routes.ts'
