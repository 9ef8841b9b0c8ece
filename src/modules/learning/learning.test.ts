import { describe, expect, test } from 'vitest'
import { EXPLORATION_POLICIES } from '#src/db/schema/learning.ts'
import { DEFAULT_WEIGHTS, type Weights } from '#src/modules/scoring/weights.ts'
import { type Course, learn } from '#test/learning/learn.ts'
import { leaningTo, makeWorld, type World } from '#test/learning/simulator.ts'
import { mean } from './ranker/ndcg.ts'
import { rankedBy } from './ranker/samples.ts'
import { train } from './ranker/train.ts'

const EXPERIENCE = leaningTo({ experience: 4500, skills: 1500 })
const exploring = (policy: (typeof EXPLORATION_POLICIES)[number]) => ({ policy, epsilon: 1000, band: 500 })

const quarter = ({ regrets }: Course) => Math.floor(regrets.length / 4)
const firstRegret = (course: Course) => mean(course.regrets.slice(0, quarter(course)))
const lastRegret = (course: Course) => mean(course.regrets.slice(-quarter(course)))
const learnedNdcg = (course: Course) => course.steps.at(-1)?.ndcg ?? 0
const failed = (course: Course) =>
  course.steps.map(({ gates }) => gates.filter(({ status }) => status === 'failed').map(({ gate }) => gate))
const ordersOf = ({ jobs, held }: World, weights: Weights) =>
  [...jobs, ...held].map((job) => rankedBy(weights, job.candidates).map(({ candidateId }) => candidateId))

describe('people who choose otherwise than the default weights', () => {
  const worlds = [1, 2, 3].map((seed) => makeWorld(EXPERIENCE, { seed }))

  test.each(EXPLORATION_POLICIES)('are learnt from within 500 feedbacks: %s', (policy) => {
    const courses = worlds.map((world) => learn(world, exploring(policy)))
    const average = (of: (course: Course) => number) => mean(courses.map(of))
    for (const { steps } of courses) expect(steps.at(-1)?.feedbacks).toBeLessThan(505)
    expect(average(learnedNdcg)).toBeGreaterThanOrEqual(average(({ priorNdcg }) => priorNdcg) + 0.05)
    expect(average(lastRegret)).toBeLessThan(average(firstRegret) / 2)
  })

  test('the same feedback gives the same bytes, and other weights another order, to and fro', () => {
    const [world] = worlds as [World]
    const [course, again] = [
      learn(world, exploring('thompson'), 200),
      learn(world, exploring('thompson'), 200),
    ]
    expect(JSON.stringify(again)).toBe(JSON.stringify(course))
    const { weights } = train(course.samples, DEFAULT_WEIGHTS)
    const before = ordersOf(world, DEFAULT_WEIGHTS)
    expect(ordersOf(world, weights)).not.toEqual(before)
    expect(ordersOf(world, DEFAULT_WEIGHTS)).toEqual(before)
  })
})

test('people who choose as the default weights do are left with about those', () => {
  const course = learn(makeWorld(DEFAULT_WEIGHTS, { seed: 2 }), exploring('epsilon_greedy'), 300)
  expect(course.steps.at(-1)?.ndcg).toBeGreaterThanOrEqual(course.priorNdcg - 0.03)
})

test('a stream that turns a group down is stopped by the impact gate, each time', () => {
  const course = learn(makeWorld(EXPERIENCE, { seed: 2, biased: true }), exploring('epsilon_greedy'))
  expect(course.steps).toHaveLength(5)
  expect(failed(course).every((gates) => gates.includes('impact'))).toBe(true)
  expect(course.activated).toEqual([DEFAULT_WEIGHTS])
})
