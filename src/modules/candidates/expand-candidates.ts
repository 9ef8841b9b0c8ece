import type { TenantTx } from '#src/db/tx.ts'
import { listExternalIds } from '#src/modules/external-ids/index.ts'
import { listTagsOf } from './candidate-tags.read.ts'
import type { CandidateExtras } from './candidates.present.ts'
import { listEmails, listPhones } from './contacts.repo.ts'
import { readProfiles } from './read-profiles.ts'

/** One statement a kind of rows, whatever the number of candidates. */
export async function readExtras(
  tx: TenantTx,
  ids: string[],
  expand: readonly string[],
): Promise<(id: string) => CandidateExtras> {
  const contacts = expand.includes('contacts') ? await readContacts(tx, ids) : undefined
  const externalIds = expand.includes('external_ids')
    ? Map.groupBy(await listExternalIds(tx, 'candidate', ids), ({ entityId }) => entityId)
    : undefined
  const profiles = expand.includes('profile') ? await readProfiles(tx, ids) : undefined
  const tags = expand.includes('tags')
    ? Map.groupBy(await listTagsOf(tx, ids), ({ candidateId }) => candidateId)
    : undefined
  return (id) => ({
    contacts: contacts?.(id),
    externalIds: externalIds && (externalIds.get(id) ?? []),
    profile: profiles?.(id),
    tags: tags && (tags.get(id) ?? []),
  })
}

async function readContacts(tx: TenantTx, ids: string[]) {
  const emails = Map.groupBy(await listEmails(tx, ids), ({ candidateId }) => candidateId)
  const phones = Map.groupBy(await listPhones(tx, ids), ({ candidateId }) => candidateId)
  return (id: string) => ({ emails: emails.get(id) ?? [], phones: phones.get(id) ?? [] })
}
