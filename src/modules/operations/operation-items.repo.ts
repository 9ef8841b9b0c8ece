import { and, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { operationItems } from '#src/db/schema/events.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { insertOperation, type OperationRow } from './operations.repo.ts'

export type OperationItemRow = Omit<typeof operationItems.$inferSelect, 'tenantId' | 'operationId'>

interface NewItem {
  id: string
  /** What the client calls it. */
  label: string
  /** Why nothing can come of it, where that is known at once. */
  error?: { code: string; detail: string } | undefined
}

/**
 * Writes an operation over many things, each with a result of its own, along with the transaction's commit. It ends
 * with its last item, and its result counts them.
 */
export function insertOperationOfItems(
  tx: TenantTx,
  operation: { id: string; kind: string; createdBy: string | null },
  items: NewItem[],
): OperationRow {
  const failed = items.filter(({ error }) => error).length
  const row = insertOperation(tx, {
    ...operation,
    status: failed === items.length ? 'succeeded' : 'pending',
    done: failed,
    total: items.length,
    result: { succeeded: 0, failed },
  })
  tx.defer(
    query.insert(operationItems).values(
      items.map(({ id, label, error }, i) => ({
        tenantId: tx.tenantId,
        id,
        operationId: operation.id,
        position: i + 1,
        label,
        status: error ? ('failed' as const) : ('pending' as const),
        error: error ?? null,
        settledAt: error ? tx.now : null,
      })),
    ),
  )
  return row
}

const ofTenant = eq(operationItems.tenantId, sql.placeholder('tenantId'))
const isPending = eq(operationItems.status, 'pending')

const pendingStatement = prepared<Pick<OperationItemRow, 'id' | 'label'>>(
  query
    .select({ id: operationItems.id, label: operationItems.label })
    .from(operationItems)
    .where(and(ofTenant, eq(operationItems.operationId, sql.placeholder('operationId')), isPending))
    .orderBy(operationItems.position)
    .limit(sql.placeholder('limit')),
)

/** The first items that have no result yet, in their order. */
export const listPendingItems = (tx: TenantTx, operationId: string, limit: number) =>
  tx.all(pendingStatement, { operationId, limit })

const lockStatement = prepared<{ id: string }>(
  query
    .select({ id: operationItems.id })
    .from(operationItems)
    .where(and(ofTenant, eq(operationItems.id, sql.placeholder('id')), isPending))
    .for('update'),
)

/** Whether an item has no result yet. It then has none until this transaction ends, which may settle it. */
export const isItemPending = async (tx: TenantTx, id: string): Promise<boolean> =>
  (await tx.first(lockStatement, { id })) !== undefined

// The operation counts on its own row, which is locked only while the commit is under way: a count of the items could
// miss what another transaction settles at the same time, and none of the two would be the last.
const settleStatement = written(
  `with settled as (
     update operation_items set status = $3, result = $4::jsonb, error = $5::jsonb, settled_at = $6::timestamptz
     where tenant_id = $1::uuid and id = $2::uuid and status = 'pending'
     returning tenant_id, operation_id, status
   )
   update operations o set
     done = o.done + 1,
     status = case when o.done + 1 = o.total then 'succeeded' else 'running' end,
     result = o.result || jsonb_build_object(s.status, (o.result ->> s.status)::integer + 1),
     updated_at = $6::timestamptz
   from settled s
   where o.tenant_id = s.tenant_id and o.id = s.operation_id and o.tenant_id = $1::uuid
     and o.status in ('pending', 'running')`,
  ['tenantId', 'id', 'status', 'result', 'error', 'now'],
  {},
)

interface ItemOutcome {
  result?: Record<string, unknown>
  /** Of an item that failed. */
  error?: { code: string; detail: string }
}

/** Says once what became of an item, along with the transaction's commit; the last one ends the operation. */
export function settleItem(tx: TenantTx, id: string, { result, error }: ItemOutcome): void {
  tx.defer(settleStatement, {
    id,
    status: error ? 'failed' : 'succeeded',
    result: result ? JSON.stringify(result) : null,
    error: error ? JSON.stringify(error) : null,
    now: tx.now,
  })
}

/** Row security hides candidates, and this carries that over to the items that name one. */
const visibleResult = sql<Record<string, unknown>>`case
  when ${operationItems.result} ->> 'candidate_id' is null or exists (
    select 1 from candidates c where c.tenant_id = ${operationItems.tenantId} and c.deleted_at is null
      and c.id = (${operationItems.result} ->> 'candidate_id')::uuid)
  then ${operationItems.result} else ${operationItems.result} || '{"candidate_id": null}' end`.mapWith(
  (text) => JSON.parse(text) as Record<string, unknown>,
)

/** Condition: `operation`, always given. */
export const listItems = defineList<OperationItemRow>({
  from: operationItems,
  select: {
    id: operationItems.id,
    position: operationItems.position,
    label: operationItems.label,
    status: operationItems.status,
    result: visibleResult,
    error: operationItems.error,
    settledAt: operationItems.settledAt,
  },
  sorts: { position: { column: operationItems.position, value: (row) => row.position } },
  filters: { status: operationItems.status, updated_at: operationItems.settledAt },
  conditions: { operation: eq(operationItems.operationId, sql.placeholder('operationId')) },
})
