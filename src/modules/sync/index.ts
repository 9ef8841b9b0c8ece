export { syncErrors } from './sync.errors.ts'
export { syncRoutes } from './sync.routes.ts'
