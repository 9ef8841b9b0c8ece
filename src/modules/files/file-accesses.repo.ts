import { eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { fileAccesses } from '#src/db/schema/files.ts'
import { query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type FileAccessRow = Omit<typeof fileAccesses.$inferSelect, 'tenantId'>

export function insertFileAccess(tx: TenantTx, row: FileAccessRow): void {
  tx.defer(query.insert(fileAccesses).values({ ...row, tenantId: tx.tenantId }))
}

/** Condition: `candidate`, always given, for a candidate that was seen in the same transaction. */
export const listFileAccesses = defineList<FileAccessRow>({
  from: fileAccesses,
  select: {
    id: fileAccesses.id,
    kind: fileAccesses.kind,
    fileId: fileAccesses.fileId,
    candidateId: fileAccesses.candidateId,
    actor: fileAccesses.actor,
    ip: fileAccesses.ip,
    requestId: fileAccesses.requestId,
    expiresAt: fileAccesses.expiresAt,
    occurredAt: fileAccesses.occurredAt,
  },
  sorts: { occurred_at: { column: fileAccesses.occurredAt, value: (row) => row.occurredAt } },
  filters: {
    kind: fileAccesses.kind,
    file_id: fileAccesses.fileId,
    occurred_at: fileAccesses.occurredAt,
    updated_at: fileAccesses.occurredAt,
  },
  conditions: {
    candidate: sql`${eq(fileAccesses.candidateId, sql.placeholder('candidateId'))} and exists (
      select from candidates c where c.tenant_id = ${fileAccesses.tenantId} and c.id = ${fileAccesses.candidateId})`,
  },
})
