import { isDeepStrictEqual } from 'node:util'
import type { TenantTx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { externalIdErrors } from './external-ids.errors.ts'
import {
  deleteExternalIds,
  type Entity,
  type ExternalId,
  insertExternalIds,
  listExternalIds,
} from './external-ids.repo.ts'

/** Gives an entity these external ids instead of those it had; answers both where they differ. @throws AppError 409 */
export async function replaceExternalIds(
  tx: TenantTx,
  entity: Entity,
  entityId: string,
  ids: readonly ExternalId[],
): Promise<{ from: ExternalId[]; to: ExternalId[] } | undefined> {
  const [from, to] = [bySystem(await listExternalIds(tx, entity, [entityId])), bySystem(ids)]
  if (isDeepStrictEqual(from, to)) return undefined
  if (from.length > 0) await deleteExternalIds(tx, entity, entityId)
  await setExternalIds(tx, entity, entityId, to)
  return { from, to }
}

/** As `replaceExternalIds` for an entity that is new. */
export async function setExternalIds(
  tx: TenantTx,
  entity: Entity,
  entityId: string,
  ids: readonly ExternalId[],
): Promise<void> {
  if (!(await insertExternalIds(tx, entity, entityId, bySystem(ids)))) throw externalIdTaken()
}

export const externalIdTaken = () => new AppError(externalIdErrors.taken)

/** Taken in one order, they cannot be waited for in a circle. */
const bySystem = (ids: readonly ExternalId[]): ExternalId[] =>
  ids.map(({ system, value }) => ({ system, value })).sort((a, b) => (a.system < b.system ? -1 : 1))
