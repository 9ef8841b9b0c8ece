export { enrichmentErrors } from './enrichments.errors.ts'
export { enrichmentEvents } from './enrichments.events.ts'
export { enrichmentRoutes } from './enrichments.routes.ts'
