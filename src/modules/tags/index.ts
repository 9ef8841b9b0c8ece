export { tagErrors } from './tags.errors.ts'
export { tagRoutes } from './tags.routes.ts'
export { settleTag } from './tags.tasks.ts'
