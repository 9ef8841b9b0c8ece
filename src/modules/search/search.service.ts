import type { z } from 'zod'
import { readTenant, readTenantOnce } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import type { Filter } from '#src/lib/list.ts'
import {
  assertMayFilter,
  findByWords,
  pageOfFound,
  partOf,
  presentInOrder,
  visibleCandidate,
} from '#src/modules/candidates/index.ts'
import { vectorOfCandidate, vectorOfText } from '#src/modules/vectors/index.ts'
import { fused } from './fused.ts'
import { nearestCandidates } from './nearest-candidates.ts'
import type { candidateSearch, similarQuery } from './search.schemas.ts'

/** A page of what a search finds, the best first, with facets of all of it. */
export async function searchCandidates(ctx: RequestContext, asked: z.output<typeof candidateSearch>) {
  const { q, mode, filters } = asked
  assertMayFilter(ctx, filters)
  const { ids: meant, unavailable } = mode === 'text' ? NOTHING : await findByMeaning(ctx, q, filters)
  const done = { mode: unavailable ? 'text' : mode, fallback_reason: unavailable ?? null } as const
  return readTenant(ctx, async (tx) => {
    if (done.mode === 'semantic') return { ...(await pageOfFound(ctx, tx, asked, meant)), ...done }
    const said = await findByWords(ctx, tx, q, filters)
    const found = done.mode === 'text' ? said : fused([said, meant])
    return { ...(await pageOfFound(ctx, tx, asked, found)), ...done }
  })
}

interface Meant {
  ids: string[]
  /** Why the model made no vector of what is looked for. */
  unavailable?: string
}

const NOTHING: Meant = { ids: [] }

async function findByMeaning(ctx: RequestContext, text: string, filters: Filter[]): Promise<Meant> {
  const { vector, unavailable } = await vectorOfText(ctx, text)
  if (unavailable) return { ids: [], unavailable }
  return { ids: vector ? (await nearestCandidates(ctx, vector, filters)).map(({ id }) => id) : [] }
}

/** A page of the candidates whose resumes are the nearest to that of one. */
export async function listSimilarCandidates(
  ctx: RequestContext,
  id: string,
  asked: z.output<typeof similarQuery>,
) {
  assertMayFilter(ctx, asked.filters)
  await readTenantOnce(ctx, (tx) => visibleCandidate(ctx, tx, id))
  const vector = await vectorOfCandidate(ctx, id)
  const near = vector ? await nearestCandidates(ctx, vector, asked.filters) : []
  const others = near.filter((one) => one.id !== id)
  const similarity = new Map(others.map((one) => [one.id, one.similarity]))
  const { ids, ...place } = partOf(asked, [...similarity.keys()])
  const shown = await readTenant(ctx, (tx) => presentInOrder(ctx, tx, ids, []))
  return {
    data: shown.map((candidate) => ({ similarity: similarity.get(candidate.id) ?? 0, candidate })),
    ...place,
  }
}
