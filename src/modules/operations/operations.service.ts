import { readTenant, readTenantOnce } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { listItems } from './operation-items.repo.ts'
import { operationErrors } from './operations.errors.ts'
import { presentItem, presentOperation } from './operations.present.ts'
import { findOperation, type OperationRow } from './operations.repo.ts'

export const readOperation = (ctx: RequestContext, id: string) =>
  readTenantOnce(ctx, async (tx) => presentOperation(await ownOperation(ctx, tx, id)))

export const listOperationItems = (ctx: RequestContext, id: string, request: ListRequest) =>
  readTenant(ctx, async (tx) => {
    await ownOperation(ctx, tx, id)
    return pageOf(await listItems(tx, request, { operation: { operationId: id } }), presentItem)
  })

/** An operation is its maker's; its result may name what others must not see. @throws AppError 404 */
async function ownOperation(ctx: RequestContext, tx: TenantTx, id: string): Promise<OperationRow> {
  const { role, userId } = ctx.principal
  const row = await findOperation(tx, id)
  if (!row || (role !== 'admin' && row.createdBy !== userId)) throw new AppError(operationErrors.not_found)
  return row
}
