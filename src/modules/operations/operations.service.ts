import { readTenantOnce } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { operationErrors } from './operations.errors.ts'
import { presentOperation } from './operations.present.ts'
import { findOperation } from './operations.repo.ts'

/** An operation is its maker's; its result may name what others must not see. @throws AppError 404 */
export const readOperation = (ctx: RequestContext, id: string) =>
  readTenantOnce(ctx, async (tx) => {
    const { role, userId } = ctx.principal
    const row = await findOperation(tx, id)
    if (!row || (role !== 'admin' && row.createdBy !== userId)) throw new AppError(operationErrors.not_found)
    return presentOperation(row)
  })
