import type { z } from 'zod'
import type { Principal } from '#src/http/principal.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ExternalId } from '#src/modules/external-ids/index.ts'
import type { CandidateTag } from './candidate-tags.read.ts'
import { seesContact } from './candidates.policy.ts'
import type { CandidateRow } from './candidates.repo.ts'
import type { candidateSchema } from './candidates.schemas.ts'
import type { Email, Phone } from './contacts.repo.ts'
import { type ProfileRows, presentProfile } from './profile.present.ts'

export type Candidate = z.input<typeof candidateSchema>

/** What was asked for beside the candidate itself. */
export interface CandidateExtras {
  tags?: CandidateTag[] | undefined
  contacts?: { emails: Email[]; phones: Phone[] } | undefined
  externalIds?: ExternalId[] | undefined
  profile?: ProfileRows | undefined
}

/** A candidate as `principal` may see one. */
export const presentCandidate = (
  row: CandidateRow,
  principal: Principal,
  { tags, contacts, externalIds, profile }: CandidateExtras = {},
): Candidate => ({
  id: row.id,
  first_name: row.firstName,
  last_name: row.lastName,
  ...presentContact(row, principal),
  headline: row.headline,
  company: row.company,
  location: row.location,
  source: row.source,
  owner_id: row.ownerId,
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
  ...(tags && { tags: tags.map(({ id, name }) => ({ id, name })) }),
  ...(contacts && presentContacts(contacts, principal)),
  ...(externalIds && { external_ids: externalIds.map(({ system, value }) => ({ system, value })) }),
  ...(profile && { profile: presentProfile(profile) }),
})

const presentContacts = (
  { emails, phones }: { emails: Email[]; phones: Phone[] },
  principal: Principal,
): Pick<Candidate, 'emails' | 'phones'> =>
  seesContact(principal)
    ? {
        emails: emails.map(({ value, type, isPrimary }) => ({ email: value, type, is_primary: isPrimary })),
        phones: phones.map(({ value, type, isPrimary }) => ({ phone: value, type, is_primary: isPrimary })),
      }
    : { emails: null, phones: null }

type Contact = Pick<CandidateRow, 'email' | 'phone' | 'links'>

/** What leads to a person, for those who may have it. */
export const presentContact = (
  { email, phone, links }: Contact,
  principal: Principal,
): Pick<Candidate, keyof Contact> =>
  seesContact(principal) ? { email, phone, links } : { email: null, phone: null, links: null }
