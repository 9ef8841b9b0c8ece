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

interface NewOperation extends Partial<Pick<OperationRow, 'status' | 'done' | 'total' | 'result'>> {
  id: string
  kind: string
  /** The person who asked for it, or whose key did: besides admins the only one to read it. */
  createdBy: string | null
}

/** Writes an operation along with the transaction's commit. */
export function insertOperation(tx: TenantTx, { createdBy, ...operation }: NewOperation): OperationRow {
  const times = { createdAt: tx.now, updatedAt: tx.now }
  const row: OperationRow = { ...BLANK, ...operation, createdBy, ...times }
  tx.defer(query.insert(operations).values({ ...row, tenantId: tx.tenantId }))
  return row
}

const BLANK = { status: 'pending', done: 0, total: null, result: null, error: null } as const

interface OperationProgress {
  done: number
  total?: number
}

export const progressOperation = (tx: TenantTx, id: string, progress: OperationProgress): void =>
  changeUnfinished(tx, id, { ...progress, status: 'running' })

/** Says that work on it has begun, where nothing was said yet. */
export const startOperation = (tx: TenantTx, id: string): void =>
  changeWhile(['pending'], tx, id, { status: 'running' })

export const succeedOperation = (tx: TenantTx, id: string, result: Record<string, unknown>): void =>
  changeUnfinished(tx, id, {
    status: 'succeeded',
    done: sql`coalesce(${operations.total}, ${operations.done})`,
    result,
  })

export const failOperation = (tx: TenantTx, id: string, error: { code: string; detail: string }): void =>
  changeUnfinished(tx, id, { status: 'failed', error })

type Changes = Parameters<ReturnType<typeof query.update<typeof operations>>['set']>[0]

/** How an operation ended stays, whatever a task that runs twice says afterwards. */
const changeUnfinished = (tx: TenantTx, id: string, changes: Changes): void =>
  changeWhile(['pending', 'running'], tx, id, changes)

function changeWhile(statuses: OperationRow['status'][], tx: TenantTx, id: string, changes: Changes): void {
  tx.defer(
    query
      .update(operations)
      .set({ ...changes, updatedAt: tx.now })
      .where(
        and(
          eq(operations.tenantId, tx.tenantId),
          eq(operations.id, id),
          inArray(operations.status, statuses),
        ),
      ),
  )
}
