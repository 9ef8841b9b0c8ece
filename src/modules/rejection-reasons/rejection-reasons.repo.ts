import { and, eq, isNull, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { rejectionReasons } from '#src/db/schema/hiring.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type ReasonRow = Omit<typeof rejectionReasons.$inferSelect, 'tenantId' | 'deletedAt'>

const columns = {
  id: rejectionReasons.id,
  name: rejectionReasons.name,
  type: rejectionReasons.type,
  version: rejectionReasons.version,
  createdAt: rejectionReasons.createdAt,
  updatedAt: rejectionReasons.updatedAt,
}

const ofTenant = eq(rejectionReasons.tenantId, sql.placeholder('tenantId'))
const byId = and(ofTenant, eq(rejectionReasons.id, sql.placeholder('id')), isNull(rejectionReasons.deletedAt))

const findStatement = prepared<ReasonRow>(query.select(columns).from(rejectionReasons).where(byId))
const lockStatement = prepared<ReasonRow>(
  query.select(columns).from(rejectionReasons).where(byId).for('update'),
)
const anyStatement = prepared<{ id: string }>(
  query.select({ id: rejectionReasons.id }).from(rejectionReasons).where(ofTenant).limit(1),
)

export const findReason = (tx: TenantTx, id: string): Promise<ReasonRow | undefined> =>
  tx.first(findStatement, { id })

/** As `findReason`, making other writers of the reason wait for this transaction. */
export const lockReason = (tx: TenantTx, id: string): Promise<ReasonRow | undefined> =>
  tx.first(lockStatement, { id })

/** Whether the tenant has or ever had one. */
export const hadReasons = async (tx: TenantTx): Promise<boolean> =>
  (await tx.first(anyStatement)) !== undefined

export const listReasons = defineList<ReasonRow>({
  from: rejectionReasons,
  select: columns,
  sorts: {
    created_at: { column: rejectionReasons.createdAt, value: (row) => row.createdAt },
    name: { column: rejectionReasons.name, value: (row) => row.name },
  },
  filters: { type: rejectionReasons.type, updated_at: rejectionReasons.updatedAt },
  where: isNull(rejectionReasons.deletedAt),
})

/** Leaves out those whose name is taken; answers how many there are now. */
export const insertReasons = (tx: TenantTx, rows: ReasonRow[]): Promise<number> =>
  tx.run(
    query
      .insert(rejectionReasons)
      .values(rows.map((row) => ({ ...row, tenantId: tx.tenantId })))
      .onConflictDoNothing(),
  )

export function updateReason(
  tx: TenantTx,
  id: string,
  changes: Partial<typeof rejectionReasons.$inferInsert>,
): void {
  tx.defer(
    query
      .update(rejectionReasons)
      .set(changes)
      .where(and(eq(rejectionReasons.tenantId, tx.tenantId), eq(rejectionReasons.id, id))),
  )
}
