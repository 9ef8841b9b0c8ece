import { describe, expect, it } from 'vitest'
import { candidateProfile } from './candidate-profile.ts'
import { ANNA, resumeOf } from './fixtures/resume.ts'

const { data, provenance, text } = resumeOf(ANNA)
const profile = candidateProfile(data, provenance, text)
const skill = (key: string) => profile.skills.find((held) => held.key === key)

describe('candidateProfile', () => {
  it('cites each skill where the text says it', () => {
    const shown = profile.skills.map(({ key, span }) => [key, span && text.slice(span.start, span.end)])
    expect(shown).toEqual([
      ['backend-development', 'Backend'],
      ['docker', 'Docker'],
      ['postgresql', 'PostgreSQL'],
      ['python', 'Python'],
      ['react', 'React.js'],
      ['retail-sales', 'retail'],
      ['typescript', 'TypeScript'],
    ])
    expect(skill('react')?.pointer).toBe('/skills/technical/0')
    expect(skill('typescript')?.pointer).toBe('/experience/0/description')
  })

  it('reads skills also beside the parsed fields, but not in personal details and schools', () => {
    expect(skill('python')).toMatchObject({ pointer: '', span: { page: 1 } })
    expect(text.slice(skill('python')?.span?.start).startsWith('Python\n')).toBe(true)
    expect(skill('oracle-db')).toBeUndefined()
    expect(skill('ruby')).toBeUndefined()
  })

  it('takes languages from their own list only', () => {
    expect(profile.languages.map((language) => language.key)).toEqual(['english'])
    expect(skill('polish')).toBeUndefined()
  })

  it('counts the months a skill was used in', () => {
    expect(skill('postgresql')?.months).toBe(48)
    expect(skill('react')?.months).toBeNull()
  })

  it('ends current positions at the given month', () => {
    const [position] = data.experience
    if (position === undefined) throw new Error('no position')
    const current = {
      ...data,
      experience: [{ ...position, current: true, end_date: null }],
      years_of_experience: null,
    }
    expect(candidateProfile(current, {}, '', '2024-01').years_of_experience).toBe(6)
    expect(candidateProfile(current, {}, '').years_of_experience).toBeNull()
  })

  it('keeps no more of an address than the place', () => {
    expect(profile.location).toBe('Warsaw, Poland')
  })

  it('takes an empty resume', () => {
    const empty = {
      personal: { full_name: null, location: null },
      experience: [],
      education: [],
      skills: { technical: [], soft: [], languages: [] },
      certifications: [],
      summary: null,
      years_of_experience: null,
    }
    const { embedding, ...rest } = candidateProfile(empty, {}, '')
    expect(rest).toMatchObject({
      titles: [],
      skills: [],
      degrees: [],
      years_of_experience: null,
      location: null,
    })
    expect(embedding.every((x) => x === 0)).toBe(true)
  })
})
