import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { externalIds } from '#src/db/schema/external-ids.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

export type Entity = (typeof externalIds.$inferSelect)['entity']

export interface ExternalId {
  system: string
  value: string
}

/** Whose id it is. */
interface Owned extends ExternalId {
  entityId: string
}

const columns = { entityId: externalIds.entityId, system: externalIds.system, value: externalIds.value }

const ofEntity = and(
  eq(externalIds.tenantId, sql.placeholder('tenantId')),
  eq(externalIds.entity, sql.placeholder('entity')),
)

const listStatement = prepared<Owned>(
  query
    .select(columns)
    .from(externalIds)
    .where(and(ofEntity, sql`${externalIds.entityId} = any(${sql.placeholder('ids')}::uuid[])`))
    .orderBy(asc(externalIds.entityId), asc(externalIds.system)),
)

/** By system; the caller has seen that the ids are of what the actor may see. */
export const listExternalIds = (tx: TenantTx, entity: Entity, ids: string[]): Promise<Owned[]> =>
  tx.all(listStatement, { entity, ids: arrayLiteral(ids) })

const findStatement = prepared<Owned>(
  query
    .select(columns)
    .from(externalIds)
    .where(
      and(
        ofEntity,
        eq(externalIds.system, sql.placeholder('system')),
        eq(externalIds.value, sql.placeholder('value')),
        eq(externalIds.isLive, true),
      ),
    ),
)

const findHolder = async (tx: TenantTx, entity: Entity, id: ExternalId): Promise<string | undefined> =>
  (await tx.first(findStatement, { entity, system: id.system, value: id.value }))?.entityId

/**
 * Who has an external id: whoever had it, else `entityId`, which has it from now on. Of several transactions that ask
 * at once, all but one wait for that one. Undefined where whoever had it gave it up meanwhile.
 */
export async function claimExternalId(
  tx: TenantTx,
  entity: Entity,
  entityId: string,
  id: ExternalId,
): Promise<string | undefined> {
  const known = await findHolder(tx, entity, id)
  if (known) return known
  if (await insertExternalIds(tx, entity, entityId, [id])) return entityId
  return findHolder(tx, entity, id)
}

/** Answers false where another of the kind has one of them. */
export async function insertExternalIds(
  tx: TenantTx,
  entity: Entity,
  entityId: string,
  ids: readonly ExternalId[],
): Promise<boolean> {
  if (ids.length === 0) return true
  const rows = ids.map(({ system, value }) => ({
    tenantId: tx.tenantId,
    id: newId(),
    entity,
    entityId,
    system,
    value,
    isLive: true,
  }))
  return (await tx.run(query.insert(externalIds).values(rows).onConflictDoNothing())) === rows.length
}

const ofOne = (tx: TenantTx, entity: Entity, entityId: string) =>
  and(
    eq(externalIds.tenantId, tx.tenantId),
    eq(externalIds.entity, entity),
    eq(externalIds.entityId, entityId),
  )

export async function deleteExternalIds(tx: TenantTx, entity: Entity, entityId: string): Promise<void> {
  await tx.run(query.delete(externalIds).where(ofOne(tx, entity, entityId)))
}

/** Frees the external ids of what is deleted, or takes them back: a unique violation where one is taken by then. */
export function holdExternalIds(tx: TenantTx, entity: Entity, entityId: string, isLive: boolean): void {
  tx.defer(
    query
      .update(externalIds)
      .set({ isLive })
      .where(ofOne(tx, entity, entityId)),
  )
}

/** Condition of a list: the row has the external id that the argument `name` writes as `system:value`. */
export const hasExternalId = (
  entity: Entity,
  of: { tenantId: PgColumn; id: PgColumn },
  name: string,
): SQL => sql`exists (
  select 1 from ${externalIds}
  where ${externalIds.tenantId} = ${of.tenantId} and ${externalIds.entityId} = ${of.id} and ${externalIds.isLive}
    and ${externalIds.entity} = ${sql.raw(`'${entity}'`)}
    and ${externalIds.system} = split_part(${sql.placeholder(name)}::text, ':', 1)
    and ${externalIds.value} = substr(${sql.placeholder(name)}::text, strpos(${sql.placeholder(name)}::text, ':') + 1))`
