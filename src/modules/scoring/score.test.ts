import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { candidateProfile } from './candidate-profile.ts'
import { embed } from './embed.ts'
import { explain } from './explain.ts'
import { ANNA, resumeOf } from './fixtures/resume.ts'
import { digestOf, inputsHash } from './inputs-hash.ts'
import { type JobInput, jobProfile } from './job-profile.ts'
import type { CandidateProfile, HeldSkill, JobProfile } from './profiles.ts'
import { type Score, scoreMatch } from './score.ts'
import { COMPONENTS, type ComponentName, DEFAULT_WEIGHTS, type Weights } from './weights.ts'
import { workWords } from './work-words.ts'

const JOB: JobInput = {
  title: 'Backend Engineer',
  description: 'Payment services for retail',
  skills: [
    { requirement_id: 'r1', name: 'PostgreSQL', required: true },
    { requirement_id: 'r2', name: 'Vue', required: true },
    { requirement_id: 'r3', name: 'JavaScript', required: false },
    { requirement_id: 'r4', name: 'Nursing', required: false },
    { requirement_id: 'r5', name: 'English', required: true },
  ],
  experience_min: 5,
  experience_max: 6,
  location: 'Warsaw, Poland',
  location_type: 'onsite',
  education_min: 'bachelor',
}

const score = (who = ANNA, job: JobInput = JOB): Score => {
  const { data, provenance, text } = resumeOf(who)
  return scoreMatch(jobProfile(job), candidateProfile(data, provenance, text))
}
const componentOf = (result: Score, name: ComponentName) => result.components.find((c) => c.name === name)

function expectToAddUp(result: Score): void {
  const sum = result.components.reduce((total, c) => total + c.score * c.weight, 0)
  expect(result.score).toBe(Math.floor((2 * sum + 10_000) / 20_000))
  expect(result.components.reduce((total, c) => total + c.weight, 0)).toBe(10_000)
  expect(result.factors.reduce((total, f) => total + f.points, 0)).toBe(result.score)
  for (const c of result.components) {
    expect(Number.isInteger(c.score) && c.score >= 0 && c.score <= 10_000).toBe(true)
    if (c.neutral) expect(c).toMatchObject({ weight: 0, score: 0 })
  }
  for (const f of result.factors) expect(f.points).toBeGreaterThanOrEqual(0)
}

describe('scoreMatch', () => {
  it('names what is met, implied, near and missing, with the place in the resume', () => {
    const { text } = resumeOf(ANNA)
    const factors = score().factors.filter((f) => f.component === 'skills' && /^r\d/.test(f.requirement_id))
    const shown = factors.map((f) => [f.requirement, f.kind, f.span && text.slice(f.span.start, f.span.end)])
    expect(shown).toEqual([
      ['English', 'met', null],
      ['PostgreSQL', 'met', 'PostgreSQL'],
      ['Vue', 'near_miss', 'React.js'],
      ['JavaScript', 'partial', expect.stringMatching(/React.js|TypeScript/)],
      ['Nursing', 'missing', null],
    ])
    expect(explain(factors).reasons).toContain('Asked for Vue, has React instead')
  })

  it('adds up', () => {
    expectToAddUp(score())
  })

  it.each<[ComponentName, Partial<JobInput>, number]>([
    ['experience', {}, 8000],
    ['experience', { experience_min: 1, experience_max: 2 }, 10_000],
    ['title', {}, 10_000],
    ['title', { title: 'Nurse' }, 0],
    ['location', {}, 10_000],
    ['location', { location: 'Krakow, Lesser Poland, Poland' }, 4000],
    ['location', { location: 'Warsaw, IN, USA' }, 8000],
    ['location', { location: 'Lima, Peru' }, 0],
    ['education', {}, 10_000],
    ['education', { education_min: 'doctorate' }, 5000],
  ])('scores %s for %o', (name, change, expected) => {
    expect(componentOf(score(ANNA, { ...JOB, ...change }), name)?.score).toBe(expected)
  })

  it('leaves out what the job does not ask for, and shares its weight', () => {
    const result = score(ANNA, { ...JOB, location_type: 'remote', experience_min: null, education_min: null })
    expect(result.components.filter((c) => c.neutral).map((c) => c.name)).toEqual([
      'experience',
      'location',
      'education',
      'values',
    ])
    expect(componentOf(result, 'skills')?.weight).toBe(Math.round((3000 / 7800) * 10_000))
    expectToAddUp(result)
  })

  it('falls back on the default weights where the given ones leave nothing', () => {
    const { data, provenance, text } = resumeOf(ANNA)
    const none = Object.fromEntries(COMPONENTS.map((name) => [name, 0])) as Record<ComponentName, number>
    const weights = { ...none, location: 10_000 }
    const job = jobProfile({ ...JOB, location: null })
    const candidate = candidateProfile(data, provenance, text)
    expect(scoreMatch(job, candidate, weights)).toEqual(scoreMatch(job, candidate))
  })
})

describe('protected traits and what stands for them', () => {
  const changes: Array<[string, Partial<typeof ANNA>]> = [
    ['name', { name: 'Mohammed Julia Go Smith' }],
    ['e-mail', { email: 'grandpa1950@example.org' }],
    ['phone', { phone: '+1 555 0100' }],
    ['street', { street: '7 Rue Haute, 75001' }],
    ['school', { school: 'Nursing Institute of Paris' }],
    ['graduation year', { graduationYear: 2021 }],
    ['grade', { gpa: 4 }],
    ['birth, sex, family and nationality', { birth: 'Born 01.01.2001, male, single, German' }],
    ['pronoun', { pronoun: 'He' }],
  ]

  it.each(changes)('%s changes neither score nor reasons', (_, change) => {
    const before = score()
    const after = score({ ...ANNA, ...change })
    expect(withoutSpans(after)).toEqual(withoutSpans(before))
  })

  it('has no place for them in what is stored', () => {
    const { data, provenance, text } = resumeOf(ANNA)
    const stored = JSON.stringify(candidateProfile(data, provenance, text))
    for (const value of [ANNA.name, ANNA.email, ANNA.school, ANNA.street, '1991', '1969', 'Kowalska']) {
      expect(stored).not.toContain(value)
    }
  })

  function withoutSpans(result: Score) {
    return { ...result, factors: result.factors.map(({ span: _, ...factor }) => factor) }
  }
})

describe('any job and candidate', () => {
  const key = fc.constantFrom(
    'react',
    'vue',
    'javascript',
    'sql',
    'postgresql',
    'nursing',
    'docker',
    'kubernetes',
    'x-y',
  )
  const text = fc.constantFrom('', 'nurse in care', 'backend engineer with sql', 'Koch', 'x')
  const held = fc.record<HeldSkill>({
    key,
    name: fc.string(),
    months: fc.constant(null),
    pointer: fc.constantFrom('/skills/technical/0', '/summary', ''),
    span: fc.option(
      fc.record({ page: fc.constant(1), start: fc.nat(9), end: fc.integer({ min: 10, max: 20 }) }),
    ),
  })
  const job: fc.Arbitrary<JobProfile> = fc.record({
    title: text,
    description: text,
    skills: fc.uniqueArray(
      fc.record({
        key,
        name: fc.string(),
        required: fc.boolean(),
        weight: fc.double({ min: 0, max: 1, noNaN: true }),
        requirement_id: fc.uuid(),
        source: fc.constantFrom('listed' as const, 'description' as const),
      }),
      { selector: (skill) => skill.requirement_id },
    ),
    experience_min: fc.option(fc.double({ min: 0, max: 40, noNaN: true })),
    experience_max: fc.constant(null),
    location: fc.option(fc.constantFrom('Paris, France', 'Austin, TX', ',,')),
    location_type: fc.option(fc.constantFrom('remote' as const, 'onsite' as const)),
    education_min: fc.option(fc.constantFrom('bachelor', 'doctorate', 'unknown')),
    embedding: text.map((t) => embed(t)),
  })
  const candidate: fc.Arbitrary<CandidateProfile> = fc.record({
    titles: fc.array(
      fc.record({
        title: text,
        start_date: fc.constant(null),
        end_date: fc.constant(null),
        current: fc.boolean(),
        pointer: fc.constant('/experience/0/title'),
        span: fc.constant(null),
      }),
    ),
    skills: fc.array(held),
    languages: fc.constant([]),
    degrees: fc.array(
      fc.record({
        degree: fc.option(fc.constantFrom('associate', 'master')),
        field: fc.constant(null),
        pointer: fc.constant('/education/0/degree'),
        span: fc.constant(null),
      }),
    ),
    years_of_experience: fc.option(fc.double({ min: 0, max: 60, noNaN: true })),
    location: fc.option(fc.constantFrom('Paris, France', 'Lyon, France', 'Austin, Texas')),
    words: text.map((t) => workWords([{ text: t, weight: 1 }])),
    embedding: text.map((t) => embed(t)),
    citations: fc.constant({ years_of_experience: null, location: null }),
  })
  const weights: fc.Arbitrary<Weights> = fc
    .tuple(...COMPONENTS.map(() => fc.nat(10_000)))
    .map((given) => Object.fromEntries(COMPONENTS.map((name, i) => [name, given[i] ?? 0])) as Weights)

  it('scores within bounds, adds up, and twice the same', () => {
    fc.assert(
      fc.property(job, candidate, weights, (j, c, w) => {
        const result = scoreMatch(j, c, w)
        if (result.components.every((component) => component.neutral)) expect(result.score).toBe(0)
        else expectToAddUp(result)
        expect(scoreMatch(j, c, w)).toEqual(result)
      }),
    )
  })

  it('does not depend on the order of skills', () => {
    fc.assert(
      fc.property(job, candidate, weights, (j, c, w) => {
        const turned = { ...c, skills: c.skills.toReversed() }
        expect(scoreMatch({ ...j, skills: j.skills.toReversed() }, turned, w)).toEqual(scoreMatch(j, c, w))
      }),
    )
  })

  it('never falls by one more wanted skill', () => {
    fc.assert(
      fc.property(job, candidate, held, weights, (j, c, skill, w) => {
        const more = { ...c, skills: [...c.skills, skill] }
        expect(scoreMatch(j, more, w).score).toBeGreaterThanOrEqual(scoreMatch(j, c, w).score)
      }),
    )
  })
})

describe('inputsHash', () => {
  it('is one for equal inputs and another for any change', () => {
    const { data, provenance, text } = resumeOf(ANNA)
    const [job, candidate] = [jobProfile(JOB), candidateProfile(data, provenance, text)]
    const held = digestOf(candidate)
    const hash = inputsHash(job, held, DEFAULT_WEIGHTS)
    expect(hash).toMatch(/^[0-9a-f]{32}(\.[0-9a-f]{32}){2}$/)
    expect(
      inputsHash({ ...job }, digestOf(JSON.parse(JSON.stringify(candidate))), { ...DEFAULT_WEIGHTS }),
    ).toBe(hash)
    const changed = (...inputs: Parameters<typeof inputsHash>) => {
      const before = hash.split('.')
      return inputsHash(...inputs)
        .split('.')
        .map((part, i) => part !== before[i])
    }
    expect(changed({ ...job, title: 'x' }, held, DEFAULT_WEIGHTS)).toEqual([true, false, false])
    expect(changed(job, digestOf({ ...candidate, titles: [] }), DEFAULT_WEIGHTS)).toEqual([
      false,
      true,
      false,
    ])
    expect(changed(job, held, { ...DEFAULT_WEIGHTS, title: 1 })).toEqual([false, false, true])
    expect(changed(job, held, DEFAULT_WEIGHTS, 'next')).toEqual([false, false, true])
  })
})
