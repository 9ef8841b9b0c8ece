import { readTenant, readTenantOnce } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import type { Filter } from '#src/lib/list.ts'
import { idsThrough, narrowed } from '#src/modules/candidates/index.ts'
import {
  MOST_NEIGHBOURS,
  type ModelVector,
  type Neighbour,
  storeOf,
  tenantOf,
} from '#src/modules/vectors/index.ts'

/** So many are found by what they are near to; whoever is further away is near to nothing. */
const MOST_FOUND = 200

/**
 * The nearest candidates that the actor may see and the filters let through: all of them, where there are fewer than are
 * looked for. A store knows neither actors nor filters. Where few pass, they are named to it; where many do, more are
 * asked for than are wanted; and where those who pass are far away, all of them are compared.
 */
export async function nearestCandidates(
  ctx: RequestContext,
  to: ModelVector,
  filters: Filter[],
): Promise<Neighbour[]> {
  if (filters.length === 0 && ctx.reach === 'all' && ctx.visibility === 'tenant')
    return (await nearestThatPass(ctx, to, filters)) ?? nearestOfAll(ctx, to, filters)
  const { ids, isLast } = await readTenantOnce(ctx, (tx) => idsThrough(ctx, tx, filters))
  if (isLast) return nearestAmong(ctx, to, ids)
  return (await nearestThatPass(ctx, to, filters)) ?? nearestOfAll(ctx, to, filters)
}

/** Undefined where too few of the nearest pass. */
async function nearestThatPass(
  ctx: RequestContext,
  to: ModelVector,
  filters: Filter[],
): Promise<Neighbour[] | undefined> {
  for (const limit of [MOST_FOUND, MOST_NEIGHBOURS]) {
    const neighbours = await storeOf(ctx.app).nearest({
      tenant: tenantOf(ctx),
      subject: 'candidate',
      to,
      limit,
    })
    const ids = neighbours.map(({ id }) => id)
    const passing = new Set(await readTenant(ctx, (tx) => narrowed(ctx, tx, ids, filters)))
    const found = neighbours.filter(({ id }) => passing.has(id))
    if (found.length >= MOST_FOUND || neighbours.length < limit) return found.slice(0, MOST_FOUND)
  }
  return undefined
}

async function nearestOfAll(ctx: RequestContext, to: ModelVector, filters: Filter[]): Promise<Neighbour[]> {
  let found: Neighbour[] = []
  for (let after: string | null = null; ; ) {
    const { ids, isLast } = await readTenantOnce(ctx, (tx) => idsThrough(ctx, tx, filters, after))
    found = [...found, ...(await nearestAmong(ctx, to, ids))].sort(byNearness).slice(0, MOST_FOUND)
    if (isLast) return found
    after = ids.at(-1) ?? null
  }
}

const byNearness = (a: Neighbour, b: Neighbour) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1)

const nearestAmong = async (ctx: RequestContext, to: ModelVector, among: string[]): Promise<Neighbour[]> =>
  among.length === 0
    ? []
    : storeOf(ctx.app).nearest({ tenant: tenantOf(ctx), subject: 'candidate', to, limit: MOST_FOUND, among })
