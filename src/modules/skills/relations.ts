import table from './data/relations.json' with { type: 'json' }

/** Who holds a skill holds what it implies, to this part; two steps away, to its square. */
const IMPLIED = 0.8
/** Who holds what a wanted skill builds upon has a start on it. */
const FOUNDATION = 0.3
const MAX_STEPS = 3

const implied = new Map<string, readonly string[]>(Object.entries(table.implies))
const toWanted = buildIndex()

/** How far holding `held` answers a wish for `wanted`: 1 the same, 0 unrelated. Not symmetric. */
export function skillRelation(held: string, wanted: string): number {
  return held === wanted ? 1 : (toWanted.get(wanted)?.get(held) ?? 0)
}

const NONE: ReadonlyMap<string, number> = new Map()

/** The other skills that answer a wish for `wanted` in part, and how far. */
export function relatedTo(wanted: string): ReadonlyMap<string, number> {
  return toWanted.get(wanted) ?? NONE
}

function buildIndex(): Map<string, Map<string, number>> {
  const index = new Map<string, Map<string, number>>()
  for (const { strength, skills } of table.related) {
    for (const wanted of skills) for (const held of skills) keepStrongest(index, held, wanted, strength)
  }
  for (const held of implied.keys()) {
    for (const [wanted, strength] of impliedBy(held)) keepStrongest(index, held, wanted, strength)
    for (const base of implied.get(held) ?? []) keepStrongest(index, base, held, FOUNDATION)
  }
  return index
}

/** What holding a skill answers too, and how far; `own`: what a tenant says that its skills imply. */
export function impliedBy(
  held: string,
  own: ReadonlyMap<string, readonly string[]> = new Map(),
): Map<string, number> {
  const reached = new Map<string, number>()
  let frontier = [held]
  for (let step = 1; step <= MAX_STEPS; step++) {
    frontier = frontier
      .flatMap((key) => own.get(key) ?? implied.get(key) ?? [])
      .filter((key) => key !== held && !reached.has(key))
    const strength = Math.round(IMPLIED ** step * 100) / 100
    for (const key of frontier) reached.set(key, strength)
  }
  return reached
}

function keepStrongest(
  index: Map<string, Map<string, number>>,
  held: string,
  wanted: string,
  strength: number,
): void {
  if (held === wanted) return
  const row = index.get(wanted) ?? new Map<string, number>()
  row.set(held, Math.max(strength, row.get(held) ?? 0))
  index.set(wanted, row)
}
