import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXPLORATION_POLICIES } from '#src/db/schema/learning.ts'
import { COMPONENTS, DEFAULT_WEIGHTS } from '#src/modules/scoring/weights.ts'
import { rankedBy, scoreOf } from '../ranker/samples.ts'
import { priorPosterior } from '../ranker/train.ts'
import { explore, type Scored } from './explore.ts'

const posterior = priorPosterior(DEFAULT_WEIGHTS)

const candidates = fc
  .array(
    fc.record(Object.fromEntries(COMPONENTS.map((name) => [name, fc.integer({ min: 4000, max: 6000 })]))),
    { maxLength: 40 },
  )
  .map((rows): Scored[] => {
    const people = rows.map((features, i) => ({ candidateId: `c-${i}`, features }))
    return rankedBy(DEFAULT_WEIGHTS, people).map((one) => ({
      ...one,
      score: scoreOf(one, DEFAULT_WEIGHTS),
    }))
  })
const exploration = fc.record({
  policy: fc.constantFrom(...EXPLORATION_POLICIES),
  epsilon: fc.integer({ min: 0, max: 10_000 }),
  band: fc.integer({ min: 0, max: 1000 }),
})

describe('an explored order', () => {
  test('is of the same people, each passing only such as are within the band', () => {
    fc.assert(
      fc.property(candidates, exploration, fc.integer(), (ranking, how, seed) => {
        const shown = explore(ranking, how, posterior, [seed])
        expect(shown.map(({ candidate }) => candidate.candidateId).sort()).toEqual(
          ranking.map(({ candidateId }) => candidateId).sort(),
        )
        shown.forEach((above, i) => {
          expect(above.rank).toBe(i + 1)
          expect(ranking[above.baseRank - 1]).toBe(above.candidate)
          expect(above.propensity).toBeGreaterThan(0)
          for (const below of shown.slice(i + 1))
            expect(below.candidate.score - above.candidate.score).toBeLessThanOrEqual(how.band)
        })
      }),
    )
  })

  test('comes of the words of chance alone', () => {
    fc.assert(
      fc.property(candidates, exploration, fc.integer(), (ranking, how, seed) => {
        expect(explore(ranking, how, posterior, [seed])).toEqual(explore(ranking, how, posterior, [seed]))
      }),
    )
  })

  test('is the ranking, for certain, where exploration is off', () => {
    fc.assert(
      fc.property(candidates, (ranking) => {
        const shown = explore(ranking, { policy: 'off', epsilon: 5000, band: 1000 }, posterior, [1])
        expect(shown.map(({ candidate }) => candidate)).toEqual(ranking)
        expect(shown.every(({ rank, baseRank, propensity }) => rank === baseRank && propensity === 1e6)).toBe(
          true,
        )
      }),
    )
  })
})

test.each(EXPLORATION_POLICIES)('%s: each place is taken as often as its propensity says', (policy) => {
  const block = [6000, 5950, 5900].map((score, i): Scored => {
    const features = Object.fromEntries(COMPONENTS.map((name, at) => [name, score + (at === i ? 900 : -180)]))
    return { candidateId: `c-${i}`, score, features }
  })
  const rounds = 4000
  const taken = new Map<string, number>()
  for (let round = 0; round < rounds; round++)
    for (const one of explore(block, { policy, epsilon: 3000, band: 200 }, posterior, [round])) {
      const place = `${one.candidate.candidateId} at ${one.rank}`
      taken.set(place, (taken.get(place) ?? 0) + 1e6 / one.propensity / rounds)
    }
  // Whoever is shown in a place stands for 1 / propensity: on average for once.
  expect(taken.size).toBe(policy === 'off' ? 3 : 9)
  for (const times of taken.values()) expect(Math.abs(times - 1)).toBeLessThan(0.15)
})
