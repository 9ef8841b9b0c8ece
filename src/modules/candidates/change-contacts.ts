import { isDeepStrictEqual } from 'node:util'
import type { TenantTx } from '#src/db/tx.ts'
import type { CandidateRow } from './candidates.repo.ts'
import * as repo from './contacts.repo.ts'
import { nextContacts, primaryOf, type SentContacts } from './contacts.ts'
import { duplicateOf } from './duplicates.ts'

/** What is said of the contacts of a candidate; each absent member leaves things as they are. */
export interface ContactChange {
  email?: string | null | undefined
  emails?: repo.Email[] | undefined
  phone?: string | null | undefined
  phones?: repo.Phone[] | undefined
}

interface Changed {
  /** The copies that stand on the candidate. */
  fields: Pick<CandidateRow, 'email' | 'phone'>
  /** The members of the API that differ. */
  changed: string[]
}

/** Writes the contacts of a locked candidate. @throws AppError 409 where another live candidate has an address */
export async function changeContacts(
  tx: TenantTx,
  { id, email, phone }: CandidateRow,
  change: ContactChange,
): Promise<Changed> {
  const emails = { all: change.emails, primary: change.email }
  const phones = { all: change.phones, primary: change.phone }
  const fields = { email, phone }
  const changed: string[] = []
  if (saysMore(emails, email)) {
    const next = await changeEmails(tx, id, emails)
    if (next) changed.push('emails')
    if (next) fields.email = primaryOf(next)
  }
  if (saysMore(phones, phone)) {
    const next = await changePhones(tx, id, phones)
    if (next) changed.push('phones')
    if (next) fields.phone = primaryOf(next)
  }
  return { fields, changed }
}

const saysMore = <T extends string>({ all, primary }: SentContacts<T>, known: string | null) =>
  all !== undefined || (primary !== undefined && primary !== known)

/** The addresses after the change; undefined where they are what they were. */
async function changeEmails(tx: TenantTx, id: string, sent: SentContacts<repo.Email['type']>) {
  const before = (await repo.listEmails(tx, [id])).map(bare)
  const next = nextContacts(before, sent)
  if (isDeepStrictEqual(before, next)) return undefined
  if (before.length > 0) await repo.deleteEmails(tx, id)
  if (!(await repo.takeEmails(tx, id, next))) throw await duplicateOf(tx, next)
  return next
}

async function changePhones(tx: TenantTx, id: string, sent: SentContacts<repo.Phone['type']>) {
  const before = (await repo.listPhones(tx, [id])).map(bare)
  const next = nextContacts(before, sent)
  if (isDeepStrictEqual(before, next)) return undefined
  if (before.length > 0) repo.deletePhones(tx, id)
  repo.insertPhones(tx, id, next)
  return next
}

const bare = <T>({ value, type, isPrimary }: { value: string; type: T; isPrimary: boolean }) => ({
  value,
  type,
  isPrimary,
})
