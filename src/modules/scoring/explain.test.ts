import { describe, expect, it } from 'vitest'
import { explain } from './explain.ts'
import { PHRASES, type Phrases, phrasesFor } from './explain-phrases.ts'
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
  factor({ component: 'values', requirement: 'values', kind: 'info', candidate_value: '4.20' }),
]

describe('explain', () => {
  it('tells what counted most first and what is missing last', () => {
    expect(explain(FACTORS)).toEqual({
      summary: 'Meets 2 of 7 requirements. Close: Vue.js (React). Not found: Kafka.',
      reasons: [
        'Has Go',
        '4 years of experience, 5+ asked for',
        'Asked for SQL, which PostgreSQL includes',
        'Asked for Vue.js, has React instead',
        'Degree: doctorate; asked for: master',
        'Place of residence not stated; the job is in Berlin',
        'Nothing found for Kafka',
        'No earlier title close to Nurse',
        'Values as people assessed them: 4.20 of 5',
      ],
    })
  })

  it.each([...PHRASES.keys(), 'de-AT', 'xx'])('fills every phrase in %s', (language) => {
    const { summary, reasons } = explain(FACTORS, language)
    for (const text of [summary, ...reasons]) expect(text).not.toMatch(/[{}]|undefined/)
  })

  it.each([...PHRASES])('has every phrase in %s, with the same slots as in English', (language, phrases) => {
    const english = phrasesFor('en')
    const flat = ({ degrees, ...rest }: Phrases): Record<string, string> => ({ ...rest, ...degrees })
    const slots = (text: string | undefined) => text?.match(/\{\w\}/g)?.sort() ?? []
    expect(Object.keys(flat(phrases)).sort()).toEqual(Object.keys(flat(english)).sort())
    for (const [name, text] of Object.entries(flat(english))) {
      expect([name, flat(phrases)[name]]).not.toEqual([name, ''])
      expect([name, slots(flat(phrases)[name])]).toEqual([name, slots(text)])
    }
    expect(phrasesFor(language)).toBe(phrases)
  })

  it('leaves braces of a value alone', () => {
    const [reason] = explain([factor({ requirement: '{v}', candidate_value: '{r}' })]).reasons
    expect(reason).toBe('Asked for {v}, has {r}')
  })
})
