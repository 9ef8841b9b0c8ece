import type { z } from 'zod'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { fieldsOf } from './candidates.edit.ts'
import { type CandidateRow, findCandidateByEmails } from './candidates.repo.ts'
import type { candidateBody } from './candidates.schemas.ts'
import { nextContacts } from './contacts.ts'
import { createCandidate } from './save-candidate.ts'

type Input = z.output<typeof candidateBody>

/** Whoever has one of the e-mail addresses, as they are, else someone new. @throws AppError 409 where they are hidden */
export async function findOrCreateCandidate(
  tx: TenantTx,
  ctx: RequestContext,
  input: Input,
): Promise<CandidateRow> {
  const emails = nextContacts([], { all: input.emails, primary: input.email }).map(({ value }) => value)
  const known = emails.length > 0 ? await findCandidateByEmails(tx, emails) : undefined
  return known ?? createFrom(tx, ctx, input)
}

/** Adds a candidate as a client describes one, owned by whoever adds it. */
export function createFrom(
  tx: TenantTx,
  ctx: RequestContext,
  input: Input,
  id?: string,
): Promise<CandidateRow> {
  const { emails, phones, external_ids: externalIds } = input
  const ownerId = ctx.principal.userId
  return createCandidate(tx, ctx, { ...fieldsOf(input), emails, phones, externalIds, ownerId }, id)
}
