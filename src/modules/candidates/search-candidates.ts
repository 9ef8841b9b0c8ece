import type { z } from 'zod'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { cursorOf } from '#src/http/list.ts'
import { type Filter, inOrderOfIds, type Sort, writeCursor } from '#src/lib/list.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { type Candidate, presentCandidate } from './candidates.present.ts'
import * as repo from './candidates.repo.ts'
import type { foundPage, searchedPage } from './candidates.schemas.ts'
import { readExtras } from './expand-candidates.ts'
import { countFacets, type Search, searchCandidateIds } from './search.repo.ts'
import { conditionsOf } from './visible-candidate.ts'

/** What a search by words finds at most, and is looked through at once. */
const MOST_IDS = 1000

const RELEVANCE: Sort = { field: 'relevance', direction: 'asc' }

/** What a client asks of a list whose order is its own. */
interface Paging {
  limit: number
  cursor?: string | undefined
}

/** A part of a list of ids and where the next one begins. */
export function partOf({ limit, cursor }: Paging, ids: string[]) {
  const after = cursor === undefined ? undefined : cursorOf(cursor, RELEVANCE)
  // Where candidates came or went meanwhile, the place is still that of the last one seen.
  const from = after ? ids.indexOf(after.id) + 1 || Number(after.value) : 0
  const part = ids.slice(from, from + limit)
  const to = from + part.length
  const last = part.at(-1)
  const next = last && to < ids.length ? writeCursor(RELEVANCE, { value: String(to), id: last }) : null
  return { ids: part, has_more: next !== null, next_cursor: next }
}

type Asked = z.output<z.ZodObject<typeof searchedPage>>

/** A page of candidates that were found, in the order of `found`, and how often values stand among all of them. */
export async function pageOfFound(
  ctx: RequestContext,
  tx: TenantTx,
  asked: Asked,
  found: string[],
): Promise<z.input<typeof foundPage>> {
  const { ids, ...place } = partOf(asked, found)
  const candidates = await presentInOrder(ctx, tx, ids, asked.expand)
  const facets = asked.facets.length > 0 ? await countFacets(tx, asked.facets, found) : []
  return {
    data: candidates,
    ...place,
    found: found.length,
    facets: Object.fromEntries(
      asked.facets.map((facet) => [
        facet,
        facets.filter((row) => row.facet === facet).map(({ value, candidates }) => ({ value, candidates })),
      ]),
    ),
  }
}

/** Candidates as the actor may see them; those that are gone are left out. */
export async function presentInOrder(
  ctx: RequestContext,
  tx: TenantTx,
  ids: string[],
  expand: readonly string[],
): Promise<Candidate[]> {
  const rows = new Map((await repo.findCandidates(tx, ids)).map((row) => [row.id, row]))
  const extras = expand.length > 0 ? await readExtras(tx, ids, expand) : undefined
  return ids.flatMap((id) => {
    const row = rows.get(id)
    return row ? [presentCandidate(row, ctx.principal, extras?.(id))] : []
  })
}

/** The ids of at most 1,000 candidates that words find within the filters, in the order of relevance. */
export async function findByWords(
  ctx: RequestContext,
  tx: TenantTx,
  text: string,
  filters: Filter[],
): Promise<string[]> {
  const ids = await searchCandidateIds(tx, searchFor(ctx, text))
  return filters.length === 0 ? ids : narrowed(ctx, tx, ids, filters)
}

/** Those of at most 1,000 ids that the actor may see and the filters let through, in their order. */
export async function narrowed(
  ctx: RequestContext,
  tx: TenantTx,
  ids: string[],
  filters: Filter[],
): Promise<string[]> {
  if (ids.length === 0) return ids
  const request = { ...inOrderOfIds(MOST_IDS), filters }
  const { rows } = await repo.listCandidates(tx, request, conditionsOf(ctx, arrayLiteral(ids)))
  const kept = new Set(rows.map(({ id }) => id))
  return ids.filter((id) => kept.has(id))
}

/** Some of the ids that the actor may see and the filters let through, after one that ended the call before. */
export async function idsThrough(
  ctx: RequestContext,
  tx: TenantTx,
  filters: Filter[],
  after: string | null = null,
): Promise<{ ids: string[]; isLast: boolean }> {
  const request = { ...inOrderOfIds(MOST_IDS, after), filters }
  const { rows, nextCursor } = await repo.listCandidates(tx, request, conditionsOf(ctx))
  return { ids: rows.map(({ id }) => id), isLast: nextCursor === null }
}

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
