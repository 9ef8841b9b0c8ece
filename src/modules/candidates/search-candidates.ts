import type { z } from 'zod'
import { readTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { cursorOf } from '#src/http/list.ts'
import { type Sort, writeCursor } from '#src/lib/list.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { presentCandidate } from './candidates.present.ts'
import * as repo from './candidates.repo.ts'
import type { candidateSearch, candidateSearchPage } from './candidates.schemas.ts'
import { readExtras } from './expand-candidates.ts'
import { assertMayFilter } from './may-filter.ts'
import { countFacets, type Search, searchCandidateIds } from './search.repo.ts'
import { conditionsOf } from './visible-candidate.ts'

type Query = z.output<typeof candidateSearch>
type FoundPage = z.input<typeof candidateSearchPage>

/** A page of the candidates that words and filters find, the best first, and how often values stand among all found. */
export function searchCandidates(ctx: RequestContext, query: Query): Promise<FoundPage> {
  assertMayFilter(ctx, query.filters)
  const after = query.cursor === undefined ? undefined : cursorOf(query.cursor, RELEVANCE)
  return readTenant(ctx, async (tx) => {
    const found = await findIds(ctx, tx, query)
    // Where candidates came or went meanwhile, the place is still that of the last one seen.
    const from = after ? found.indexOf(after.id) + 1 || Number(after.value) : 0
    const ids = found.slice(from, from + query.limit)
    const to = from + ids.length
    const rows = new Map((await repo.findCandidates(tx, ids)).map((row) => [row.id, row]))
    const extras = query.expand.length > 0 ? await readExtras(tx, ids, query.expand) : undefined
    const facets = query.facets.length > 0 ? await countFacets(tx, query.facets, found) : []
    const last = ids.at(-1)
    return {
      data: ids.flatMap((id) => {
        const row = rows.get(id)
        return row ? [presentCandidate(row, ctx.principal, extras?.(id))] : []
      }),
      has_more: to < found.length,
      next_cursor: last && to < found.length ? writeCursor(RELEVANCE, { value: String(to), id: last }) : null,
      found: found.length,
      facets: Object.fromEntries(
        query.facets.map((facet) => [
          facet,
          facets.filter((row) => row.facet === facet).map(({ value, candidates }) => ({ value, candidates })),
        ]),
      ),
    }
  })
}

const RELEVANCE: Sort = { field: 'relevance', direction: 'asc' }
const MAX_FOUND = 1000

/** In the order of relevance. */
async function findIds(ctx: RequestContext, tx: TenantTx, { q, filters }: Query): Promise<string[]> {
  const ids = await searchCandidateIds(tx, searchFor(ctx, q))
  if (filters.length === 0 || ids.length === 0) return ids
  const request = {
    limit: MAX_FOUND,
    sort: ANY_ORDER,
    after: undefined,
    filters,
    expand: [],
    fields: undefined,
    search: undefined,
  }
  const { rows } = await repo.listCandidates(tx, request, conditionsOf(ctx, arrayLiteral(ids)))
  const kept = new Set(rows.map(({ id }) => id))
  return ids.filter((id) => kept.has(id))
}

const ANY_ORDER: Sort = { field: 'created_at', direction: 'desc' }

/** What a person looks for, in words. */
export const searchFor = ({ reach, principal }: RequestContext, text: string): Search => ({
  text,
  names: nameWords(text),
  person: reach === 'own' ? principal.userId : null,
})

const MAX_WORDS = 6

/** The text, where it may be the beginnings of names: a few plain words, which no quote, minus or `or` combines. */
const nameWords = (text: string): string | null =>
  /"|(^|\s)-|\sor\s/i.test(text) || text.split(/\s+/).length > MAX_WORDS ? null : text
