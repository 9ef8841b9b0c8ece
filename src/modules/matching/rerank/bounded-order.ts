import type { RerankMove, RerankRefusal } from '#src/db/schema/matching.ts'
import type { FactorKind } from '#src/modules/scoring/components/component.ts'
import type { Factor } from '#src/modules/scoring/score.ts'

/** Hundredths of the score: nobody is put ahead of anybody who scores higher by more. */
export const BOUND = 200

/** One of a ranking. */
export interface Placed {
  /** Of the match. */
  id: string
  /** Hundredths. */
  score: number
  factors: readonly Factor[]
  /** Whoever wants no AI is not moved and not passed. */
  fixed: boolean
}

export interface Reordered<P extends Placed> {
  placed: P
  /** Those of the moves that brought it ahead of somebody. */
  passed: RerankMove[]
}

/**
 * A ranking, best first, after the moves that may count. Everybody stays in it, and every pair that stands the other way
 * round than by score is one of these moves: within the bound, and for a requirement that the one ahead meets better.
 * What could only be reached by passing somebody else is not reached.
 */
export function boundedOrder<P extends Placed>(
  ranking: readonly P[],
  moves: readonly RerankMove[],
): Reordered<P>[] {
  const wanted = new Map<string, RerankMove>()
  for (const move of moves)
    if (!refusalOf(ranking, move)) wanted.set(pairOf(move), wanted.get(pairOf(move)) ?? move)
  const order = ranking.map((placed): Reordered<P> => ({ placed, passed: [] }))
  // Each exchange uses a move up, so this ends.
  for (let at = 1; at < order.length; ) {
    const [before, after] = [order[at - 1], order[at]]
    const move = before && after && wanted.get(pairOf({ ahead: after.placed.id, behind: before.placed.id }))
    if (move) {
      order.splice(at - 1, 2, { ...after, passed: [...after.passed, move] }, before)
      at = Math.max(1, at - 1)
    } else at += 1
  }
  return order
}

/** Why a move may not count; undefined for one that may. */
export function refusalOf(
  ranking: readonly Placed[],
  { ahead, behind, requirementId }: RerankMove,
): RerankRefusal | undefined {
  const [from, to] = [placeOf(ranking, ahead), placeOf(ranking, behind)]
  const [last, first] = [ranking[from], ranking[to]]
  if (!first || !last) return 'unknown'
  if (from <= to) return 'in_order'
  if (first.score - last.score > BOUND) return 'out_of_bounds'
  return favours(last, first, requirementId) ? undefined : 'not_favoured'
}

/** -1 for whoever is not there, or is not to be moved. */
const placeOf = (ranking: readonly Placed[], id: string): number =>
  ranking.findIndex((one) => one.id === id && !one.fixed)

/** Whether there is any move that could count. */
export const hasMoves = (ranking: readonly Placed[]): boolean =>
  ranking.some((last) =>
    reasonsOf(last).some(({ requirement_id: requirementId }) =>
      ranking.some((first) => !refusalOf(ranking, { ahead: last.id, behind: first.id, requirementId })),
    ),
  )

/**
 * The factors that may be a reason: skills that the resume has in so many words. Not where somebody lives or studied, for
 * how long they have worked, what their titles and languages are: these tell of origin, age and gender as well.
 */
export const reasonsOf = ({ factors }: Pick<Placed, 'factors'>): Factor[] =>
  factors.filter(
    ({ component, span, pointer }) =>
      component === 'skills' && span !== null && !pointer?.startsWith('/languages'),
  )

const QUALITY: Readonly<Record<FactorKind, number>> = {
  met: 3,
  partial: 2,
  near_miss: 1,
  missing: 0,
  info: 0,
}

/** By the kind and not by the points, which also have the rounding of a sum in them. */
function favours(one: Placed, other: Placed, requirementId: string): boolean {
  const [mine, theirs] = [reasonsOf(one), other.factors].map((factors) =>
    factors.find((factor) => factor.component === 'skills' && factor.requirement_id === requirementId),
  )
  return mine !== undefined && theirs !== undefined && QUALITY[mine.kind] > QUALITY[theirs.kind]
}

const pairOf = ({ ahead, behind }: Pick<RerankMove, 'ahead' | 'behind'>): string => `${ahead} ${behind}`
