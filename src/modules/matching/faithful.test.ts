import { expect, test } from 'vitest'
import type { FactorKind } from '#src/modules/scoring/components/component.ts'
import { explain } from '#src/modules/scoring/explain.ts'
import type { Factor } from '#src/modules/scoring/score.ts'
import { isFaithful } from './faithful.ts'
import { LANGUAGES, type Language } from './matching.schemas.ts'

const factor = (kind: FactorKind, requirement: string, candidate_value: string | null): Factor => ({
  component: 'skills',
  requirement_id: requirement,
  requirement,
  kind,
  points: kind === 'met' ? 1 : 0,
  candidate_value,
  pointer: null,
  span: null,
})

const FACTORS = [
  factor('met', 'TypeScript', 'TypeScript'),
  factor('partial', 'SQL', 'PostgreSQL'),
  factor('near_miss', 'C++', 'C#'),
  factor('missing', 'Apache Kafka', null),
]

const plainly = (factors: Factor[], language: Language) =>
  factors.map((one, i) => ({ factors: [i + 1], text: explain([one], language).reasons.join(' ') }))

test.each(LANGUAGES)('what the plain text says in %s is faithful', (language) => {
  expect(isFaithful(plainly(FACTORS, language), FACTORS, language)).toBe(true)
})

test.each(LANGUAGES)('what is missing is not told as found in %s', (language) => {
  const lie = FACTORS.map((one) =>
    one.kind === 'missing' ? factor('met', 'Apache Kafka', 'Apache Kafka') : one,
  )
  expect(isFaithful(plainly(lie, language), FACTORS, language)).toBe(false)
})

test.each([
  ['is about nothing', []],
  ['is about a fact that is none', [{ factors: [0], text: 'Has TypeScript' }]],
  ['mixes kinds', [{ factors: [1, 4], text: 'Has TypeScript, nothing found for Apache Kafka' }]],
  ['leaves out what is missing', [{ factors: [1], text: 'Has TypeScript' }]],
])('a text that %s is not faithful', (_what, sentences) => {
  expect(isFaithful(sentences, FACTORS, 'en')).toBe(false)
})
