import { linesOf, ONCE, type WeightedText } from './terms.ts'
import { occupationVocabulary, type Term } from './vocabulary.ts'

/** How near a text is to each occupation, and to each field of work: both of unit length, or zero. */
export interface Likeness {
  occupations: Float64Array
  fields: Float64Array
}

/** What the texts are about. What they share with all occupations alike says nothing, so the mean is taken off. */
export function likenessOf(texts: Iterable<WeightedText>): Likeness {
  const { fields, occupations } = occupationVocabulary()
  const sums = new Float64Array(occupations)
  for (const [term, count] of countTerms(texts)) {
    const weight = amount(count) * term.rarity
    for (let i = 0; i < term.occupations.length; i++) {
      const occupation = term.occupations[i] ?? 0
      sums[occupation] = (sums[occupation] ?? 0) + weight * (term.weights[i] ?? 0)
    }
  }
  const ofFields = Float64Array.from(fields, (field) => meanOf(field.map((index) => sums[index] ?? 0)))
  return { occupations: sharpened(sums), fields: sharpened(ofFields) }
}

/** How often each known term stands in the texts, by their weights. Phrases do not reach over the end of a line. */
function countTerms(texts: Iterable<WeightedText>): Map<Term, number> {
  const counts = new Map<Term, number>()
  const count = (term: Term, weight: number) => counts.set(term, (counts.get(term) ?? 0) + weight)
  for (const text of texts)
    for (const line of linesOf(text))
      for (let start = 0; start < line.length; start++)
        termsFrom(line, start, (term) => count(term, text.weight))
  return counts
}

/** The known terms that begin at a place of a line, the shortest first. */
function termsFrom(line: readonly string[], start: number, found: (term: Term) => void): void {
  const { terms, beginnings } = occupationVocabulary()
  let phrase = line[start] ?? ''
  for (let next = start + 1; ; next++) {
    const term = terms.get(phrase)
    if (term) found(term)
    if (next >= line.length || !beginnings.has(phrase)) return
    phrase += ` ${line[next]}`
  }
}

/** The tenth mention says less than the first. Rounded, as `rarity` is. */
function amount(count: number): number {
  return Math.round(Math.log1p(count / ONCE) * 256) / 256
}

/** Only what stands out, and what stands out most the more. */
function sharpened(values: Float64Array): Float64Array {
  const mean = meanOf(values)
  let squares = 0
  const above = values.map((value) => {
    const excess = Math.max(0, value - mean)
    squares += excess * excess * excess
    return excess * Math.sqrt(excess)
  })
  if (squares === 0) return above
  const length = Math.sqrt(squares)
  return above.map((value) => value / length)
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0
  return values.length === 0 ? 0 : sum / values.length
}
