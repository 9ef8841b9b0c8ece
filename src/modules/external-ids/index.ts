export { externalIdErrors } from './external-ids.errors.ts'
export {
  claimExternalId,
  type ExternalId,
  hasExternalId,
  holdExternalIds,
  listExternalIds,
} from './external-ids.repo.ts'
export {
  externalIdFilter,
  externalIdParams,
  externalIdSchema,
  externalIdsBody,
} from './external-ids.schemas.ts'
export { externalIdTaken, replaceExternalIds, setExternalIds } from './replace-external-ids.ts'
