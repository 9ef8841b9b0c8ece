import type { TenantTx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { candidateErrors } from './candidates.errors.ts'
import { type CandidateRow, findCandidateByEmails } from './candidates.repo.ts'

interface Address {
  value: string
}

const findHolder = (tx: TenantTx, emails: Address[]): Promise<CandidateRow | undefined> =>
  findCandidateByEmails(
    tx,
    emails.map(({ value }) => value),
  )

/** Names the candidate who has one of the addresses only to those who may see that one. */
export const duplicateOf = async (tx: TenantTx, emails: Address[]): Promise<AppError> =>
  duplicate(await findHolder(tx, emails))

const duplicate = (existing: CandidateRow | undefined) =>
  new AppError(candidateErrors.duplicate, { members: { existing_id: existing?.id ?? null } })

/** @throws AppError 409 where another live candidate has one of the addresses */
export async function assertEmailsFree(tx: TenantTx, emails: Address[]): Promise<void> {
  const existing = emails.length > 0 ? await findHolder(tx, emails) : undefined
  if (existing) throw duplicate(existing)
}
