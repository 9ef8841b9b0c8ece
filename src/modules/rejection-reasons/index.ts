export { rejectionReasonErrors } from './rejection-reasons.errors.ts'
export { rejectionReasonEvents } from './rejection-reasons.events.ts'
export { findReason } from './rejection-reasons.repo.ts'
export { rejectionReasonRoutes } from './rejection-reasons.routes.ts'
