import type { RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import type { Filter } from '#src/lib/list.ts'
import { seesContact } from './candidates.policy.ts'

/** A filter would answer whose address it is to someone who is not shown addresses. @throws AppError 403 */
export function assertMayFilter(ctx: RequestContext, filters: readonly Filter[]): void {
  if (seesContact(ctx.principal) || !filters.some(({ field }) => field === 'email')) return
  throw new AppError(authErrors.forbidden_action, {
    detail: 'Your role sees no contact data and cannot filter by it.',
  })
}
