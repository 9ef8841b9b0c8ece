import type { TenantTx } from '#src/db/tx.ts'
import type { Principal } from '#src/http/principal.ts'
import type { ListRequest, Page } from '#src/lib/list.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { type Candidate, presentCandidate } from './candidates.present.ts'
import * as repo from './candidates.repo.ts'
import { expandable } from './candidates.schemas.ts'
import { readExtras } from './expand-candidates.ts'

/** Candidates with all that can be shown beside them, for those who keep a copy: a page of all, or of those whose ids are `among`. */
export async function copyCandidates(
  tx: TenantTx,
  principal: Principal,
  request: ListRequest,
  among?: string[],
): Promise<Page<Candidate>> {
  const page = await repo.listCandidates(tx, request, {
    ...(among && { among: { ids: arrayLiteral(among) } }),
  })
  const extras = await readExtras(
    tx,
    page.rows.map(({ id }) => id),
    expandable,
  )
  return { ...page, rows: page.rows.map((row) => presentCandidate(row, principal, extras(row.id))) }
}
