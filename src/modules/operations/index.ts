export {
  insertOperationOfItems,
  isItemPending,
  listPendingItems,
  settleItem,
} from './operation-items.repo.ts'
export { operationErrors } from './operations.errors.ts'
export { presentOperation } from './operations.present.ts'
export {
  failOperation,
  insertOperation,
  progressOperation,
  startOperation,
  succeedOperation,
} from './operations.repo.ts'
export { operationRoutes } from './operations.routes.ts'
export { operationSchema } from './operations.schemas.ts'
