import { describe, expect, test } from 'vitest'
import { COMPONENTS, DEFAULT_WEIGHTS } from '#src/modules/scoring/weights.ts'
import { leaningTo } from '#test/learning/simulator.ts'
import { approved, driftGate, feedbackGate, offPolicyGate } from './gates.ts'
import { type GroupCount, impactGate } from './impact.ts'

const [FIRST, SECOND] = COMPONENTS

describe('impact', () => {
  const counts = (selectedB: number, people = 100): GroupCount[] => [
    { attribute: 'sex', group: 'a', people, selected: people / 2 },
    { attribute: 'sex', group: 'b', people, selected: selectedB },
  ]

  test.each([
    ['four fifths', counts(40), counts(50), 'passed'],
    ['less than that', counts(30), counts(50), 'failed'],
    ['less than that, but more than now', counts(30), counts(25), 'passed'],
    ['less than that, and less than now', counts(25), counts(30), 'failed'],
    ['what may be chance', counts(6, 20), counts(10, 20), 'passed'],
    ['a single group', counts(30).slice(0, 1), counts(50), 'not_measured'],
    ['nobody chosen', counts(0).map((one) => ({ ...one, selected: 0 })), counts(50), 'not_measured'],
    ['groups too small to say anything', counts(1, 8), counts(4, 8), 'not_measured'],
  ])('%s', (_, learned, current, status) => {
    expect(impactGate({ learned, current }).status).toBe(status)
  })

  test('nothing known of groups is told as such', () => {
    expect(impactGate(undefined).status).toBe('not_measured')
  })
})

describe('drift', () => {
  const at = { prior: DEFAULT_WEIGHTS, current: DEFAULT_WEIGHTS }

  test('the prior is no drift', () => {
    expect(driftGate(DEFAULT_WEIGHTS, at).status).toBe('passed')
  })

  test('beyond the bounds around the prior', () => {
    const weights = leaningTo({ [SECOND]: 3 * DEFAULT_WEIGHTS[SECOND] + 100 })
    expect(driftGate(weights, at)).toMatchObject({ status: 'failed', detail: { outside: [SECOND] } })
  })

  test('too far at once from the weights in force', () => {
    const current = leaningTo({ [FIRST]: 10_000 })
    expect(driftGate(DEFAULT_WEIGHTS, { ...at, current })).toMatchObject({
      status: 'failed',
      detail: { outside: [] },
    })
  })
})

test('feedback that all says the same teaches nothing', () => {
  const samples = Array.from({ length: 100 }, (_, i) => ({
    jobId: `job-${i % 10}`,
    candidateId: `c-${i}`,
    features: {},
    reward: 1,
  }))
  expect(feedbackGate(samples).status).toBe('failed')
  expect(feedbackGate(samples.map((one, i) => ({ ...one, reward: i % 3 }))).status).toBe('passed')
})

test('an estimate that nothing was shown for decides nothing', () => {
  const gate = offPolicyGate(undefined)
  expect(gate.status).toBe('not_measured')
  expect(approved([gate])).toBe(true)
})
