import { defineList } from '#src/db/list.ts'
import { eeoAccesses } from '#src/db/schema/fairness.ts'
import { query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type EeoAccessRow = Omit<typeof eeoAccesses.$inferSelect, 'tenantId'>

export function insertAccess(tx: TenantTx, row: EeoAccessRow): void {
  tx.defer(query.insert(eeoAccesses).values({ ...row, tenantId: tx.tenantId }))
}

export const listAccesses = defineList<EeoAccessRow>({
  from: eeoAccesses,
  select: {
    id: eeoAccesses.id,
    kind: eeoAccesses.kind,
    subjectId: eeoAccesses.subjectId,
    actor: eeoAccesses.actor,
    ip: eeoAccesses.ip,
    requestId: eeoAccesses.requestId,
    occurredAt: eeoAccesses.occurredAt,
  },
  sorts: { occurred_at: { column: eeoAccesses.occurredAt, value: (row) => row.occurredAt } },
  filters: {
    kind: eeoAccesses.kind,
    occurred_at: eeoAccesses.occurredAt,
    updated_at: eeoAccesses.occurredAt,
  },
})
