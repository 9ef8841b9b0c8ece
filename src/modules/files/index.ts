export { fileErrors } from './files.errors.ts'
export { fileRoutes } from './files.routes.ts'
