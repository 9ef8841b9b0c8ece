import { expect, test } from 'vitest'
import { jobProfile } from '#src/modules/scoring/job-profile.ts'
import { DEFAULT_WEIGHTS } from '#src/modules/scoring/weights.ts'
import { builtinLexicon } from '#src/modules/skills/lexicon.ts'
import { preferring } from './preferring.ts'

const PREFERENCES = {
  id: null,
  version: 'default',
  weights: DEFAULT_WEIGHTS,
  preferredSkills: [],
  remotePolicy: 'as_posted' as const,
}
const JOB = jobProfile({
  title: 'Go Developer',
  description: 'Some Kafka.',
  skills: [{ requirement_id: 'r1', name: 'PostgreSQL', required: true, weight: 0.2 }],
  experience_min: null,
  experience_max: null,
  location: 'Lyon',
  location_type: 'onsite',
  education_min: null,
})
const skillsOf = (names: string[]) =>
  preferring(JOB, { ...PREFERENCES, preferredSkills: names }, builtinLexicon).skills.map(
    ({ key, weight, source }) => [key, weight, source],
  )

test('without any, a job stays what it is', () => {
  expect(preferring(JOB, PREFERENCES, builtinLexicon)).toEqual(JOB)
})

test('a preferred skill is added, or weighs more than where the text only mentions it', () => {
  expect(skillsOf(['Rust', 'kafka', 'Golang', 'postgres', 'rust'])).toEqual([
    ['go', 0.6, 'description'],
    ['kafka', 0.5, 'preferred'],
    ['postgresql', 0.2, 'listed'],
    ['rust', 0.5, 'preferred'],
  ])
})

test('where remote is well, the job asks for no place', () => {
  const { location_type } = preferring(JOB, { ...PREFERENCES, remotePolicy: 'remote_ok' }, builtinLexicon)
  expect(location_type).toBe('remote')
})
