import { and, count, eq, isNull, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { candidates } from '#src/db/schema/candidates.ts'
import { attachments } from '#src/db/schema/files.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

export type AttachmentRow = Omit<typeof attachments.$inferSelect, 'tenantId'>

const columns = {
  id: attachments.id,
  candidateId: attachments.candidateId,
  type: attachments.type,
  filename: attachments.filename,
  description: attachments.description,
  contentType: attachments.contentType,
  sizeBytes: attachments.sizeBytes,
  sha256: attachments.sha256,
  uploadedBy: attachments.uploadedBy,
  version: attachments.version,
  createdAt: attachments.createdAt,
  updatedAt: attachments.updatedAt,
}

const ofTenant = eq(attachments.tenantId, sql.placeholder('tenantId'))

/** Row security hides candidates, and the join carries that over to what is attached to them. */
const liveCandidate = and(
  eq(candidates.tenantId, attachments.tenantId),
  eq(candidates.id, attachments.candidateId),
  isNull(candidates.deletedAt),
)

const byId = () =>
  query
    .select(columns)
    .from(attachments)
    .innerJoin(candidates, liveCandidate)
    .where(and(ofTenant, eq(attachments.id, sql.placeholder('id'))))

const findStatement = prepared<AttachmentRow>(byId())
const lockStatement = prepared<AttachmentRow>(byId().for('update', { of: attachments }))

export const findAttachment = (tx: TenantTx, id: string): Promise<AttachmentRow | undefined> =>
  tx.first(findStatement, { id })

export const lockAttachment = (tx: TenantTx, id: string): Promise<AttachmentRow | undefined> =>
  tx.first(lockStatement, { id })

/** Condition: `candidate`, always given, for a candidate that was seen in the same transaction. */
export const listAttachments = defineList<AttachmentRow>({
  from: attachments,
  select: columns,
  sorts: {
    created_at: { column: attachments.createdAt, value: (row) => row.createdAt },
    updated_at: { column: attachments.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    type: attachments.type,
    created_at: attachments.createdAt,
    updated_at: attachments.updatedAt,
  },
  conditions: {
    candidate: sql`${eq(attachments.candidateId, sql.placeholder('candidateId'))} and exists (
      select from candidates c where c.tenant_id = ${attachments.tenantId} and c.id = ${attachments.candidateId})`,
  },
})

const countStatement = prepared<{ attached: number }>(
  query
    .select({ attached: count() })
    .from(attachments)
    .innerJoin(candidates, liveCandidate)
    .where(and(ofTenant, eq(attachments.candidateId, sql.placeholder('candidateId')))),
)

export const countAttachments = async (tx: TenantTx, candidateId: string): Promise<number> =>
  (await tx.first(countStatement, { candidateId }))?.attached ?? 0

export function insertAttachment(tx: TenantTx, row: AttachmentRow): void {
  tx.defer(query.insert(attachments).values({ ...row, tenantId: tx.tenantId }))
}

export function updateAttachment(
  tx: TenantTx,
  { id, ...changes }: Pick<AttachmentRow, 'id' | 'type' | 'description' | 'version' | 'updatedAt'>,
): void {
  tx.defer(
    query
      .update(attachments)
      .set(changes)
      .where(and(eq(attachments.tenantId, tx.tenantId), eq(attachments.id, id))),
  )
}

export function deleteAttachment(tx: TenantTx, id: string): void {
  tx.defer(
    query.delete(attachments).where(and(eq(attachments.tenantId, tx.tenantId), eq(attachments.id, id))),
  )
}

// Not joined to candidates: what a deleted or hidden candidate has is not an orphan.
const existingStatement = prepared<{ id: string }>(
  query
    .select({ id: attachments.id })
    .from(attachments)
    .where(and(ofTenant, sql`${attachments.id} = any(${sql.placeholder('ids')}::uuid[])`)),
)

/** Which of the ids are attachments. */
export const existingAttachments = async (tx: TenantTx, ids: string[]): Promise<string[]> =>
  (await tx.all(existingStatement, { ids: arrayLiteral(ids) })).map(({ id }) => id)
