import { describe, expect, it } from 'vitest'
import { explain } from './explain.ts'
import type { Factor } from './score.ts'

const factor = (given: Partial<Factor>): Factor => ({
  component: 'skills',
  requirement_id: 'r',
  requirement: 'Vue.js',
  kind: 'met',
  points: 0,
  candidate_value: null,
  pointer: null,
  span: null,
  ...given,
})

const FACTORS = [
  factor({ requirement: 'Kafka', kind: 'missing' }),
  factor({ kind: 'near_miss', candidate_value: 'React', points: 200 }),
  factor({ requirement: 'SQL', kind: 'partial', candidate_value: 'PostgreSQL', points: 300 }),
  factor({ requirement: 'Go', candidate_value: 'Go', points: 900 }),
  factor({
    component: 'experience',
    requirement: '5+ years',
    kind: 'partial',
    candidate_value: '4 years',
    points: 800,
  }),
  factor({ component: 'education', requirement: 'master', candidate_value: 'doctorate', points: 100 }),
  factor({ component: 'location', requirement: 'Berlin', kind: 'info', points: 50 }),
  factor({ component: 'title', requirement: 'Nurse', kind: 'missing' }),
]

describe('explain', () => {
  it('tells what counted most first and what is missing last', () => {
    expect(explain(FACTORS)).toEqual({
      summary: 'Meets 2 of 7 requirements. Not found: Kafka.',
      reasons: [
        'Has Go',
        '4 years of experience, 5+ asked for',
        'Asked for SQL, which PostgreSQL includes',
        'Asked for Vue.js, has React instead',
        'Degree: doctorate; asked for: master',
        'Place of residence not stated; the job is in Berlin',
        'Nothing found for Kafka',
        'No earlier title close to Nurse',
      ],
    })
  })

  it.each(['en', 'de', 'fr', 'es', 'de-AT', 'xx'])('fills every phrase in %s', (language) => {
    const { summary, reasons } = explain(FACTORS, language)
    for (const text of [summary, ...reasons]) expect(text).not.toMatch(/[{}]|undefined/)
  })

  it('leaves braces of a value alone', () => {
    const [reason] = explain([factor({ requirement: '{v}', candidate_value: '{r}' })]).reasons
    expect(reason).toBe('Asked for {v}, has {r}')
  })
})
