import type { TenantTx } from '#src/db/tx.ts'
import { listTagsOf } from './candidate-tags.read.ts'
import type { CandidateExtras } from './candidates.present.ts'

/** One statement an expanded member, whatever the number of candidates. */
export async function readExtras(
  tx: TenantTx,
  ids: string[],
  expand: readonly string[],
): Promise<(id: string) => CandidateExtras> {
  const tags = expand.includes('tags') ? await listTagsOf(tx, ids) : undefined
  return (id) => ({ tags: tags?.filter((tag) => tag.candidateId === id) })
}
