import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { candidateProfile } from '#src/modules/scoring/candidate-profile.ts'
import { ANNA, resumeOf } from '#src/modules/scoring/fixtures/resume.ts'
import { jobProfile } from '#src/modules/scoring/job-profile.ts'
import { scoreMatch } from '#src/modules/scoring/score.ts'
import { COMPONENTS, DEFAULT_WEIGHTS, WEIGHT_SUM, type Weights } from '#src/modules/scoring/weights.ts'
import { featuresOf } from '../features.ts'
import { boundsAround, distance, project, towards } from './bounds.ts'
import { type Sample, scoreOf, sharesOf } from './samples.ts'
import { seeded } from './seeded.ts'
import { train } from './train.ts'

const [FIRST, SECOND] = COMPONENTS

/** Samples of people who look at one component only. */
function judged(by: (typeof COMPONENTS)[number], jobs: number): Sample[] {
  const chance = seeded('judged', by)
  return Array.from({ length: jobs * 10 }, (_, i) => {
    const features = Object.fromEntries(COMPONENTS.map((name) => [name, chance.index(10_001)]))
    const reward = (features[by] ?? 0) > 5000 ? 1 : 0
    return { jobId: `job-${i % jobs}`, candidateId: `c-${i}`, features, reward }
  })
}

test.each([
  ['listed', 'Payments', ['PostgreSQL']],
  ['only mentioned', 'Payments in PostgreSQL and Kafka', []],
])('scores by the arithmetic of stored matches: skills are %s', (_, description, skills) => {
  const { data, provenance, text } = resumeOf(ANNA)
  const job = jobProfile({
    title: 'Backend Engineer',
    description,
    skills: skills.map((name) => ({ requirement_id: name, name, required: true })),
    experience_min: 5,
    experience_max: null,
    location: null,
    location_type: null,
    education_min: null,
  })
  const { score, components } = scoreMatch(job, candidateProfile(data, provenance, text))
  expect(scoreOf(featuresOf(components), DEFAULT_WEIGHTS)).toBe(score)
})

describe('training', () => {
  test('nobody said anything: the prior', () => {
    expect(train([], DEFAULT_WEIGHTS).weights).toEqual(DEFAULT_WEIGHTS)
  })

  test('moves weight to what people go by, more the more they say, and never past the bounds', () => {
    const [little, much] = [66, 600]
      .map((people) => train(judged(SECOND, 60).slice(0, people), DEFAULT_WEIGHTS))
      .map(({ weights }) => weights)
    expect(little?.[SECOND]).toBeGreaterThan(DEFAULT_WEIGHTS[SECOND])
    expect(much?.[SECOND]).toBeGreaterThan(little?.[SECOND] ?? 0)
    expect(much?.[SECOND]).toBeLessThanOrEqual(3 * DEFAULT_WEIGHTS[SECOND] + 1)
    expect(much?.[FIRST]).toBeGreaterThanOrEqual(DEFAULT_WEIGHTS[FIRST] / 3 - 1)
  })

  test('a component without weight stays without, whatever people go by', () => {
    const without: Weights = { ...DEFAULT_WEIGHTS, [SECOND]: 0 }
    expect(train(judged(SECOND, 30), without).weights[SECOND]).toBe(0)
  })

  test('the same samples give the same bytes, in any order of the jobs', () => {
    const samples = judged(SECOND, 10)
    const byJob = samples.toSorted((a, b) => (a.jobId > b.jobId ? -1 : 1))
    const bytes = JSON.stringify(train(samples, DEFAULT_WEIGHTS))
    expect(JSON.stringify(train(byJob, DEFAULT_WEIGHTS))).toBe(bytes)
  })
})

test('one version goes part of a long way, and all of a short one', () => {
  const far = train(judged(SECOND, 60), DEFAULT_WEIGHTS).weights
  const near = towards(far, DEFAULT_WEIGHTS)
  expect(distance(sharesOf(near), sharesOf(DEFAULT_WEIGHTS))).toBeLessThan(0.301)
  expect(towards(near, DEFAULT_WEIGHTS)).toEqual(near)
  expect(towards(far, near)).toEqual(far)
})

test('shares that are brought within bounds add up, and those within them stay', () => {
  const bounds = boundsAround(DEFAULT_WEIGHTS)
  const anything = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
    minLength: COMPONENTS.length,
    maxLength: COMPONENTS.length,
  })
  fc.assert(
    fc.property(anything, (shares) => {
      const projected = project(shares, bounds)
      expect(projected.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
      projected.forEach((share, i) => {
        expect(share).toBeGreaterThanOrEqual(bounds.low[i] ?? 0)
        expect(share).toBeLessThanOrEqual(bounds.high[i] ?? 1)
      })
      project(projected, bounds).forEach((share, i) => {
        expect(share).toBeCloseTo(projected[i] ?? 0, 9)
      })
    }),
  )
  const prior = sharesOf(DEFAULT_WEIGHTS)
  project(prior, bounds).forEach((share, i) => {
    expect(share * WEIGHT_SUM).toBeCloseTo((prior[i] ?? 0) * WEIGHT_SUM, 3)
  })
})
