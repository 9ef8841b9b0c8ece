export { notificationRoutes } from './notifications.routes.ts'
export { notificationSubscriptions } from './notifications.subscribers.ts'
export { tellMentioned } from './notifications.tasks.ts'
