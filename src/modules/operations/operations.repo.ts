import { and, eq, inArray, sql } from 'drizzle-orm'
import { operations } from '#src/db/schema/events.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type OperationRow = Omit<typeof operations.$inferSelect, 'tenantId'>

const findStatement = prepared<OperationRow>(
  query
    .select({
      id: operations.id,
      kind: operations.kind,
      status: operations.status,
      done: operations.done,
      total: operations.total,
      result: operations.result,
      error: operations.error,
      createdBy: operations.createdBy,
      createdAt: operations.createdAt,
      updatedAt: operations.updatedAt,
    })
    .from(operations)
    .where(
      and(eq(operations.tenantId, sql.placeholder('tenantId')), eq(operations.id, sql.placeholder('id'))),
    ),
)

export const findOperation = (tx: TenantTx, id: string): Promise<OperationRow | undefined> =>
  tx.first(findStatement, { id })

interface NewOperation {
  id: string
  kind: string
  total?: number | null
  /** The person who asked for it, or whose key did: besides admins the only one to read it. */
  createdBy: string | null
}

/** Writes an operation along with the transaction's commit. */
export function insertOperation(
  tx: TenantTx,
  { id, kind, total = null, createdBy }: NewOperation,
): OperationRow {
  const times = { createdAt: tx.now, updatedAt: tx.now }
  const row: OperationRow = {
    id,
    kind,
    status: 'pending',
    done: 0,
    total,
    result: null,
    error: null,
    createdBy,
    ...times,
  }
  tx.defer(query.insert(operations).values({ ...row, tenantId: tx.tenantId }))
  return row
}

interface OperationProgress {
  done: number
  total?: number
}

export const progressOperation = (tx: TenantTx, id: string, progress: OperationProgress): void =>
  changeUnfinished(tx, id, { ...progress, status: 'running' })

export const succeedOperation = (tx: TenantTx, id: string, result: Record<string, unknown>): void =>
  changeUnfinished(tx, id, {
    status: 'succeeded',
    done: sql`coalesce(${operations.total}, ${operations.done})`,
    result,
  })

export const failOperation = (tx: TenantTx, id: string, error: { code: string; detail: string }): void =>
  changeUnfinished(tx, id, { status: 'failed', error })

type Update = ReturnType<typeof query.update<typeof operations>>

/** How an operation ended stays, whatever a task that runs twice says afterwards. */
function changeUnfinished(tx: TenantTx, id: string, changes: Parameters<Update['set']>[0]): void {
  tx.defer(
    query
      .update(operations)
      .set({ ...changes, updatedAt: tx.now })
      .where(
        and(
          eq(operations.tenantId, tx.tenantId),
          eq(operations.id, id),
          inArray(operations.status, ['pending', 'running']),
        ),
      ),
  )
}
