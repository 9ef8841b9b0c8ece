import { expect, it } from 'vitest'
import { type JobInput, jobProfile } from './job-profile.ts'

const JOB: JobInput = {
  title: 'Python Developer',
  description: 'Docker and teamwork. PostgreSQL is a plus.',
  skills: [
    { requirement_id: 'r1', name: 'Postgres', required: true },
    { requirement_id: 'r2', name: 'Kafka', required: false },
    { requirement_id: 'r3', name: 'Go', required: false, weight: 7 },
  ],
  experience_min: 3,
  experience_max: null,
  location: null,
  location_type: 'remote',
  education_min: null,
}

it('lists what is asked for, and what is only mentioned with less weight', () => {
  const { skills } = jobProfile(JOB)
  expect(skills.map(({ key, required, weight, source }) => [key, required, weight, source])).toEqual([
    ['docker', false, 0.3, 'description'],
    ['go', false, 1, 'listed'],
    ['kafka', false, 0.5, 'listed'],
    ['postgresql', true, 1, 'listed'],
    ['python', false, 0.6, 'description'],
    ['teamwork', false, 0.1, 'description'],
  ])
  expect(skills.find((skill) => skill.key === 'python')?.requirement_id).toBe('description:python')
})

it('does not depend on the order of the listed skills', () => {
  const doubled = [...JOB.skills, { requirement_id: 'r0', name: 'PostgreSQL', required: true }]
  const profile = jobProfile({ ...JOB, skills: doubled })
  const reversed = jobProfile({ ...JOB, skills: doubled.toReversed() })
  expect(reversed.skills).toEqual(profile.skills)
})
