import type { z } from 'zod'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { fieldsOf } from './candidates.edit.ts'
import { type CandidateRow, findCandidateByEmail } from './candidates.repo.ts'
import type { candidateBody } from './candidates.schemas.ts'
import { createCandidate } from './save-candidate.ts'

/** Whoever has the e-mail address, as they are, else someone new. @throws AppError 409 where they are hidden */
export async function findOrCreateCandidate(
  tx: TenantTx,
  ctx: RequestContext,
  input: z.output<typeof candidateBody>,
): Promise<CandidateRow> {
  const known = input.email ? await findCandidateByEmail(tx, input.email) : undefined
  return known ?? createCandidate(tx, ctx, { ...fieldsOf(input), ownerId: ctx.principal.userId })
}
