export { timelineRoutes } from './timeline.routes.ts'
export { timelineSubscriptions } from './timeline.subscribers.ts'
export { recordTask } from './timeline.tasks.ts'
