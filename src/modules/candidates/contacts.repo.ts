import { and, asc, eq, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { candidateEmails, candidatePhones } from '#src/db/schema/candidate-profile.ts'
import { candidates } from '#src/db/schema/candidates.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { Contact } from './contacts.ts'

export type Email = Contact<(typeof candidateEmails.$inferSelect)['type']>
export type Phone = Contact<(typeof candidatePhones.$inferSelect)['type']>
type OfCandidate = { candidateId: string }

interface Owned {
  tenantId: PgColumn
  candidateId: PgColumn
}

/** Row security hides candidates, and the join carries that over to what hangs off them. */
export const ofShownCandidate = ({ tenantId, candidateId }: Owned) =>
  and(eq(candidates.tenantId, tenantId), eq(candidates.id, candidateId))

export const ofCandidates = ({ tenantId, candidateId }: Owned) =>
  and(eq(tenantId, sql.placeholder('tenantId')), sql`${candidateId} = any(${sql.placeholder('ids')}::uuid[])`)

const emailsStatement = prepared<Email & OfCandidate>(
  query
    .select({
      candidateId: candidateEmails.candidateId,
      value: candidateEmails.email,
      type: candidateEmails.type,
      isPrimary: candidateEmails.isPrimary,
    })
    .from(candidateEmails)
    .innerJoin(candidates, ofShownCandidate(candidateEmails))
    .where(ofCandidates(candidateEmails))
    .orderBy(asc(candidateEmails.candidateId), asc(candidateEmails.position)),
)

/** Those of quarantined candidates too. */
export const listEmails = (tx: TenantTx, ids: string[]) => tx.all(emailsStatement, { ids: arrayLiteral(ids) })

const phonesStatement = prepared<Phone & OfCandidate>(
  query
    .select({
      candidateId: candidatePhones.candidateId,
      value: candidatePhones.phone,
      type: candidatePhones.type,
      isPrimary: candidatePhones.isPrimary,
    })
    .from(candidatePhones)
    .innerJoin(candidates, ofShownCandidate(candidatePhones))
    .where(ofCandidates(candidatePhones))
    .orderBy(asc(candidatePhones.candidateId), asc(candidatePhones.position)),
)

export const listPhones = (tx: TenantTx, ids: string[]) => tx.all(phonesStatement, { ids: arrayLiteral(ids) })

const emailsOf = (tx: TenantTx, candidateId: string) =>
  and(eq(candidateEmails.tenantId, tx.tenantId), eq(candidateEmails.candidateId, candidateId))

/**
 * Takes addresses for a candidate that has none, who may be inserted after that. Answers false, and takes none, where
 * a live candidate has one of them, whether the actor sees that one or not.
 */
export async function takeEmails(tx: TenantTx, candidateId: string, emails: Email[]): Promise<boolean> {
  if (emails.length === 0) return true
  const rows = emails.map(({ value, ...contact }, position) => ({
    ...contact,
    email: value,
    tenantId: tx.tenantId,
    id: newId(),
    candidateId,
    isLive: true,
    position,
  }))
  // In one order, so that two transactions do not wait for each other's addresses in a circle.
  rows.sort((a, b) => (a.email < b.email ? -1 : 1))
  const taken = await tx.run(query.insert(candidateEmails).values(rows).onConflictDoNothing())
  if (taken === rows.length) return true
  await deleteEmails(tx, candidateId)
  return false
}

export async function deleteEmails(tx: TenantTx, candidateId: string): Promise<void> {
  await tx.run(query.delete(candidateEmails).where(emailsOf(tx, candidateId)))
}

/** Frees the addresses of a candidate, or takes them back: a unique violation where one is taken by then. */
export function holdEmails(tx: TenantTx, candidateId: string, isLive: boolean): void {
  tx.defer(query.update(candidateEmails).set({ isLive }).where(emailsOf(tx, candidateId)))
}

export function deletePhones(tx: TenantTx, candidateId: string): void {
  const ofOne = and(eq(candidatePhones.tenantId, tx.tenantId), eq(candidatePhones.candidateId, candidateId))
  tx.defer(query.delete(candidatePhones).where(ofOne))
}

export function insertPhones(tx: TenantTx, candidateId: string, phones: Phone[]): void {
  if (phones.length === 0) return
  const rows = phones.map(({ value, ...contact }, position) => ({
    ...contact,
    phone: value,
    tenantId: tx.tenantId,
    id: newId(),
    candidateId,
    position,
  }))
  tx.defer(query.insert(candidatePhones).values(rows))
}
