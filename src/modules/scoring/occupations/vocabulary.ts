import { allOccupations, type Occupation } from './catalog.ts'
import { stems } from './terms.ts'

/** What a term says of occupations: by their index in the catalog. */
export interface Term {
  /** How few occupations use it, as a weight. */
  rarity: number
  occupations: Uint16Array
  /** How much it stands for each of them, a share of what stands for it. */
  weights: Float64Array
}

interface Vocabulary {
  terms: ReadonlyMap<string, Term>
  /** What a longer term begins with, in whole words. */
  beginnings: ReadonlySet<string>
  /** The fields' occupations, by index. */
  fields: ReadonlyArray<readonly number[]>
  occupations: number
}

/** Of a title beside a term of the work. */
const TITLE = 1.5
/** A list's last term stands for this much less than its first. */
const FALL = 0.5
/** Of a word beside the phrase it stands in. */
const PART = 0.6
/** What an occupation takes over from all others of its field together, and from each of the closest. */
const FROM_FIELD = 3
const FROM_NEAR = 0.3
const LONGEST = 3

type Weights = ReadonlyMap<string, number>

let vocabulary: Vocabulary | undefined

export function occupationVocabulary(): Vocabulary {
  vocabulary ??= build(allOccupations())
  return vocabulary
}

function build(catalog: readonly Occupation[]): Vocabulary {
  const own = catalog.map(weightsOf)
  const users = new Map<string, number>()
  for (const weights of own) for (const term of weights.keys()) users.set(term, (users.get(term) ?? 0) + 1)
  const rarity = new Map([...users].map(([term, count]) => [term, rarityOf(count, catalog.length)]))
  const known = new Map(
    own.map((weights, i) => {
      const rare = new Map([...weights].map(([term, weight]) => [term, weight * (rarity.get(term) ?? 0)]))
      return [catalog[i]?.key ?? '', unit(rare)]
    }),
  )
  const shared = [...Map.groupBy(catalog, ({ field }) => field).values()].flatMap((peers) => {
    const ofField = new Map<string, number>()
    for (const { key } of peers) add(ofField, known.get(key) ?? new Map(), 1)
    return peers.map((occupation) => unit(sharedWeights(occupation, known, peers, ofField)))
  })
  const fields = Map.groupBy(catalog.keys(), (index) => catalog[index]?.field)
  const terms = byTerm(shared, rarity)
  return {
    terms,
    beginnings: beginningsOf(terms.keys()),
    fields: [...fields.values()],
    occupations: catalog.length,
  }
}

function beginningsOf(phrases: Iterable<string>): Set<string> {
  const found = new Set<string>()
  for (const phrase of phrases)
    for (let end = phrase.indexOf(' '); end > 0; end = phrase.indexOf(' ', end + 1))
      found.add(phrase.slice(0, end))
  return found
}

/** Rounded, so that no last bit of a logarithm can tell one machine from another. */
function rarityOf(users: number, all: number): number {
  return Math.round(Math.log(1 + all / users) * 256) / 256
}

function weightsOf({ name, titles, abroad, terms }: Occupation): Map<string, number> {
  const weights = new Map<string, number>()
  for (const title of [name, ...titles, ...abroad]) addTerm(weights, title, TITLE)
  terms.forEach((term, rank) => {
    addTerm(weights, term, 1 - (FALL * rank) / terms.length)
  })
  return weights
}

/** A phrase with its words and, if it is long, its halves. */
function addTerm(weights: Map<string, number>, term: string, weight: number): void {
  const parts = stems(term).slice(0, LONGEST)
  if (parts.length === 0) return
  raise(weights, parts.join(' '), weight)
  if (parts.length === 1) return
  for (const part of parts) raise(weights, part, weight * PART)
  if (parts.length < LONGEST) return
  for (const half of [parts.slice(0, 2), parts.slice(1)]) raise(weights, half.join(' '), weight * PART)
}

function raise(weights: Map<string, number>, term: string, weight: number): void {
  weights.set(term, Math.max(weights.get(term) ?? 0, weight))
}

/** An occupation's own terms and, weaker, those of its field and of the closest others. */
function sharedWeights(
  { key, near }: Occupation,
  known: ReadonlyMap<string, Weights>,
  peers: readonly Occupation[],
  ofField: Weights,
): Map<string, number> {
  const own = known.get(key) ?? new Map()
  const share = FROM_FIELD / peers.length
  const sums = new Map([...ofField].map(([term, weight]) => [term, weight * share]))
  add(sums, own, 1 - share)
  for (const other of near) {
    add(sums, known.get(other) ?? new Map(), FROM_NEAR)
  }
  return sums
}

function add(sums: Map<string, number>, weights: Weights, share: number): void {
  for (const [term, weight] of weights) sums.set(term, (sums.get(term) ?? 0) + weight * share)
}

function unit(weights: Map<string, number>): Map<string, number> {
  let squares = 0
  for (const weight of weights.values()) squares += weight * weight
  const length = Math.sqrt(squares)
  for (const [term, weight] of weights) weights.set(term, weight / length)
  return weights
}

function byTerm(
  occupations: ReadonlyArray<ReadonlyMap<string, number>>,
  rarity: ReadonlyMap<string, number>,
): Map<string, Term> {
  const uses = new Map<string, Array<[occupation: number, weight: number]>>()
  occupations.forEach((weights, index) => {
    for (const [term, weight] of weights) {
      const known = uses.get(term)
      if (known) known.push([index, weight])
      else uses.set(term, [[index, weight]])
    }
  })
  return new Map(
    [...uses].map(([term, list]) => [
      term,
      {
        rarity: rarity.get(term) ?? 0,
        occupations: Uint16Array.from(list, ([occupation]) => occupation),
        weights: Float64Array.from(list, ([, weight]) => weight),
      },
    ]),
  )
}
