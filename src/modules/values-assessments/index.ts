export { valuesErrors } from './values-assessments.errors.ts'
export { valuesEvents } from './values-assessments.events.ts'
export { averageValues } from './values-assessments.repo.ts'
export { valuesRoutes } from './values-assessments.routes.ts'
