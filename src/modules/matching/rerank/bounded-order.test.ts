import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FactorKind } from '#src/modules/scoring/components/component.ts'
import type { Factor } from '#src/modules/scoring/score.ts'
import { BOUND, boundedOrder, hasMoves, type Placed, refusalOf } from './bounded-order.ts'

const SKILLS = ['python', 'sql', 'spanish']
const KINDS: FactorKind[] = ['met', 'partial', 'near_miss', 'missing']

const factorOf = (requirement: string, kind: FactorKind): Factor => ({
  component: 'skills',
  requirement_id: requirement,
  requirement,
  kind,
  points: 0,
  candidate_value: kind === 'missing' ? null : requirement,
  pointer: requirement === 'spanish' ? '/languages/0' : '/skills/technical/0',
  span: kind === 'missing' ? null : { page: 1, start: 0, end: 6 },
})

const placed = (id: string, score: number, kinds: FactorKind[], fixed = false): Placed => ({
  id,
  score,
  fixed,
  factors: SKILLS.map((skill, i) => factorOf(skill, kinds[i] ?? 'missing')),
})

const ranking = fc
  .array(
    fc.record({
      score: fc.integer({ min: 6000, max: 7000 }),
      kinds: fc.array(fc.constantFrom(...KINDS), { minLength: 3, maxLength: 3 }),
      fixed: fc.boolean(),
    }),
    { maxLength: 20 },
  )
  .map((all) =>
    all
      .toSorted((a, b) => b.score - a.score)
      .map(({ score, kinds, fixed }, i) => placed(`m${i}`, score, kinds, fixed)),
  )

const anyone = fc.integer({ min: 0, max: 21 }).map((i) => `m${i}`)
const moves = fc.array(
  fc.record({
    ahead: anyone,
    behind: anyone,
    requirementId: fc.constantFrom(...SKILLS, 'title', 'constructor', ''),
  }),
  { maxLength: 400 },
)

test('whatever is proposed: nobody falls out, and every exchanged pair is within the bound and for a reason', () => {
  fc.assert(
    fc.property(ranking, moves, (best, proposed) => {
      const order = boundedOrder(best, proposed)
      const placeOf = new Map(best.map(({ id }, i) => [id, i]))
      expect(order.map(({ placed: { id } }) => id).sort()).toEqual(best.map(({ id }) => id).sort())
      for (const [at, { placed: ahead, passed }] of order.entries()) {
        // Whoever refused AI stands where they stood.
        if (ahead.fixed) expect(placeOf.get(ahead.id)).toBe(at)
        const overtaken = order
          .slice(at + 1)
          .filter(({ placed: { id } }) => (placeOf.get(id) ?? 0) < (placeOf.get(ahead.id) ?? 0))
          .map(({ placed: one }) => one)
        for (const behind of overtaken) expect(behind.score - ahead.score).toBeLessThanOrEqual(BOUND)
        expect(passed.map(({ behind }) => behind).sort()).toEqual(overtaken.map(({ id }) => id).sort())
        for (const move of passed) {
          expect(proposed).toContainEqual(move)
          expect(refusalOf(best, move)).toBeUndefined()
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('the same moves make the same order, however often they are said', () => {
  fc.assert(
    fc.property(ranking, moves, (best, proposed) => {
      expect(boundedOrder(best, [...proposed, ...proposed])).toEqual(boundedOrder(best, proposed))
    }),
  )
})

test('without any that may count, the order is the one by score', () => {
  fc.assert(
    fc.property(ranking, moves, (best, proposed) => {
      fc.pre(!hasMoves(best))
      expect(boundedOrder(best, proposed).map(({ placed: one }) => one)).toEqual(best)
    }),
  )
})

const [ann, bob, cleo, dan, eve] = [
  placed('ann', 7000, ['near_miss', 'missing', 'missing']),
  placed('bob', 6900, ['met', 'missing', 'met']),
  placed('cleo', 6800, ['missing', 'met', 'missing']),
  placed('dan', 6799, ['met', 'met', 'met']),
  placed('eve', 6798, ['met', 'met', 'met'], true),
]
const best = [ann, bob, cleo, dan, eve]

test.each([
  ['bob', 'ann', 'python', undefined],
  ['cleo', 'ann', 'sql', undefined],
  ['ann', 'bob', 'python', 'in_order'],
  ['bob', 'bob', 'python', 'in_order'],
  ['dan', 'ann', 'python', 'out_of_bounds'],
  ['cleo', 'ann', 'python', 'not_favoured'],
  ['bob', 'ann', 'sql', 'not_favoured'],
  ['bob', 'ann', 'spanish', 'not_favoured'],
  ['bob', 'ann', 'title', 'not_favoured'],
  ['eve', 'cleo', 'python', 'unknown'],
  ['nobody', 'ann', 'python', 'unknown'],
])('%s ahead of %s for %s: %s', (ahead, behind, requirementId, refusal) => {
  expect(refusalOf(best, { ahead, behind, requirementId })).toBe(refusal)
})

test('nobody is passed on the way to somebody else', () => {
  const idsOf = (proposed: string[][]) =>
    boundedOrder(
      best,
      proposed.map(([ahead = '', behind = '', requirementId = '']) => ({ ahead, behind, requirementId })),
    ).map(({ placed: { id } }) => id)
  expect(idsOf([['cleo', 'ann', 'sql']])).toEqual(['ann', 'bob', 'cleo', 'dan', 'eve'])
  expect(
    idsOf([
      ['cleo', 'ann', 'sql'],
      ['cleo', 'bob', 'sql'],
    ]),
  ).toEqual(['cleo', 'ann', 'bob', 'dan', 'eve'])
})
