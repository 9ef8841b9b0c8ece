import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { candidateErrors } from './candidates.errors.ts'
import * as repo from './candidates.repo.ts'

/** A candidate within a person's reach, in one statement. @throws AppError 404 */
export async function visibleCandidate(
  ctx: RequestContext,
  tx: TenantTx,
  id: string,
): Promise<repo.CandidateRow> {
  const { reach, principal } = ctx
  return found(
    await (reach === 'all' ? repo.findCandidate(tx, id) : repo.findNamedCandidate(tx, id, principal.userId)),
  )
}

/** @throws AppError 404 */
export function found(row: repo.CandidateRow | undefined): repo.CandidateRow {
  if (!row) throw new AppError(candidateErrors.not_found)
  return row
}

/** The conditions of a list: a person's reach, and where it was searched, what was found. */
export const conditionsOf = (
  ctx: RequestContext,
  found?: string,
): Record<string, Record<string, unknown>> => ({
  ...(ctx.reach === 'own' && { named: { person: ctx.principal.userId } }),
  ...(found !== undefined && { among: { ids: found } }),
})
