import { and, desc, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { biasAudits } from '#src/db/schema/fairness.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { AuditResult, AuditScope } from './audit-result.ts'
import type { Signature } from './sign-document.ts'

type Stored = Omit<typeof biasAudits.$inferSelect, 'tenantId' | 'scope' | 'result' | 'signature'>

export interface AuditRow extends Stored {
  scope: AuditScope
  result: AuditResult
  signature: Signature | null
}

const json = <T>(column: unknown) => sql`${column}`.mapWith((text: string): T => JSON.parse(text))

const columns = {
  id: biasAudits.id,
  metric: biasAudits.metric,
  status: biasAudits.status,
  scope: json<AuditScope>(biasAudits.scope),
  result: json<AuditResult>(biasAudits.result),
  document: biasAudits.document,
  signature: json<Signature>(biasAudits.signature),
  isPublic: biasAudits.isPublic,
  createdBy: biasAudits.createdBy,
  finalizedBy: biasAudits.finalizedBy,
  finalizedAt: biasAudits.finalizedAt,
  version: biasAudits.version,
  createdAt: biasAudits.createdAt,
  updatedAt: biasAudits.updatedAt,
}

const ofTenant = eq(biasAudits.tenantId, sql.placeholder('tenantId'))
const byId = and(ofTenant, eq(biasAudits.id, sql.placeholder('id')))

const findStatement = prepared<AuditRow>(query.select(columns).from(biasAudits).where(byId))

export const findAudit = (tx: TenantTx, id: string): Promise<AuditRow | undefined> =>
  tx.first(findStatement, { id })

const publicStatement = prepared<AuditRow>(
  query
    .select(columns)
    .from(biasAudits)
    .where(and(ofTenant, eq(biasAudits.isPublic, true)))
    .orderBy(desc(biasAudits.finalizedAt), desc(biasAudits.id))
    .limit(1),
)

/** The latest that is published. */
export const findPublicAudit = (tx: TenantTx): Promise<AuditRow | undefined> => tx.first(publicStatement)

export const listAudits = defineList<AuditRow>({
  from: biasAudits,
  select: columns,
  sorts: {
    created_at: { column: biasAudits.createdAt, value: (row) => row.createdAt },
    updated_at: { column: biasAudits.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    metric: biasAudits.metric,
    status: biasAudits.status,
    created_at: biasAudits.createdAt,
    updated_at: biasAudits.updatedAt,
  },
})

export function insertAudit(tx: TenantTx, row: AuditRow): void {
  tx.defer(query.insert(biasAudits).values({ ...row, tenantId: tx.tenantId }))
}

/** False where it is final already: row security lets nobody change one that is. */
export const finalizeAudit = async (tx: TenantTx, row: AuditRow): Promise<boolean> => {
  const { document, signature, isPublic, finalizedBy, finalizedAt, version, updatedAt } = row
  const changes = { document, signature, isPublic, finalizedBy, finalizedAt, version, updatedAt }
  const update = query
    .update(biasAudits)
    .set({ ...changes, status: 'finalized' })
    .where(
      and(eq(biasAudits.tenantId, tx.tenantId), eq(biasAudits.id, row.id), eq(biasAudits.status, 'draft')),
    )
  return (await tx.run(update)) === 1
}
