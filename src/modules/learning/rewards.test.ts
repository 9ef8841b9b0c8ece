import { expect, test } from 'vitest'
import { type Judgement, rewardOf } from './rewards.ts'

const said = (fields: Partial<Judgement>): Judgement => ({
  givenBy: 'ann',
  action: 'shortlist',
  outcome: 'pending',
  rating: null,
  performanceRating: null,
  retentionMonths: null,
  ...fields,
})

test.each([
  ['a rejection', [said({ action: 'reject' })], 0],
  ['a rejection, however rated', [said({ action: 'reject', rating: 5 })], 0],
  ['a shortlist', [said({})], 0.4],
  ['a shortlist, rated best', [said({ rating: 5 })], 0.5],
  ['a shortlist, rated worst', [said({ rating: 1 })], 0.3],
  ['an interview', [said({ action: 'interview' })], 0.6],
  ['a hire', [said({ action: 'hire' })], 0.8],
  ['somebody shortlisted who was hired', [said({ outcome: 'hired' })], 0.8],
  [
    'a hire who did well and stayed',
    [said({ action: 'hire', performanceRating: 5, retentionMonths: 12 })],
    1,
  ],
  [
    'a hire who did badly and left',
    [said({ action: 'hire', performanceRating: 1, retentionMonths: 2 })],
    0.4,
  ],
  ['an interview and then a rejection', [said({ action: 'interview' }), said({ action: 'reject' })], 0.2],
  ['an interview and then a hire', [said({ action: 'interview' }), said({ action: 'hire' })], 0.8],
  ['two people who disagree', [said({ action: 'hire' }), said({ givenBy: 'bob', action: 'reject' })], 0.4],
])('%s', (_, judgements, reward) => {
  expect(rewardOf(judgements)).toBeCloseTo(reward, 9)
})
