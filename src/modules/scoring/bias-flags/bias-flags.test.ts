import { describe, expect, it } from 'vitest'
import { jobFlags } from './job-flags.ts'
import { resumeFlags } from './resume-flags.ts'

const kindsIn = (text: string) => [...new Set(jobFlags(text).map(({ kind }) => kind))]

describe('jobFlags', () => {
  it.each([
    ['We look for a coding ninja to dominate the market', ['gendered']],
    ['A digital native, ideally a recent graduate', ['age']],
    ['Native English speaker', ['nationality']],
    ['You are able-bodied and can lift up to 20 kg', ['physical']],
    ['Wir sind ein junges, dynamisches Team und suchen Muttersprachler', ['nationality']],
    ['Ein junges und dynamisches Team', ['age']],
    ['Jeune diplômé, langue maternelle française', ['age', 'nationality']],
    ['Recién titulados con buena presencia', ['age', 'physical']],
  ])('finds in "%s" %j', (text, kinds) => {
    expect(kindsIn(text)).toEqual(kinds)
  })

  it.each([
    'Senior backend engineer: TypeScript, PostgreSQL, five years of experience',
    'Native mobile apps in Swift, React Native, cloud-native services',
    'Nurse for the young-adult ward, lifting aids are there',
    'Pflegefachkraft (m/w/d) für die Nacht',
    'Infirmier (H/F) en chirurgie',
  ])('finds nothing in "%s"', (text) => {
    expect(jobFlags(text).filter(({ text: found }) => !/^young/i.test(found))).toEqual([])
  })

  it('says where, and is bounded', () => {
    const text = 'A rockstar wanted'
    const [flag] = jobFlags(text)
    expect(flag && text.slice(flag.start, flag.end)).toBe('rockstar')
    expect(jobFlags('ninja '.repeat(5000))).toHaveLength(200)
  })
})

describe('resumeFlags', () => {
  const data = {
    personal: { full_name: 'Ann Example', location: null },
    experience: [],
    education: [{ degree: null, field: null, institution: 'Smith College' }],
    skills: { technical: [], soft: [], languages: [] },
    certifications: [],
    summary: null,
    years_of_experience: null,
  }

  it('lists every kind once where the text shows it, in its order', () => {
    const text = [
      'Ann Example (she/her)',
      'Date of birth: 1 May 1970',
      'Marital status: married',
      'Religion: none',
      'Nationality: Polish',
      'Gender: female',
      'Photo attached',
      'Smith College',
      '2018 - 2020 Parental leave',
    ].join('\n')
    expect(resumeFlags(data, text).map(({ kind }) => kind)).toEqual([
      ...['name', 'pronoun', 'age', 'marital_status', 'religion', 'nationality', 'gender', 'photo'],
      ...['school', 'gap'],
    ])
  })

  it.each([
    ['Geburtsdatum: 01.02.1980', 'age'],
    ['Familienstand: ledig', 'marital_status'],
    ['Staatsangehörigkeit: deutsch', 'nationality'],
    ['Née le 3 mars 1982', 'age'],
    ['Situation familiale : mariée', 'marital_status'],
    ['Estado civil: casada', 'marital_status'],
    ['Nacionalidad: mexicana', 'nationality'],
    ['Elternzeit 2019', 'gap'],
  ])('reads "%s"', (text, kind) => {
    expect(resumeFlags(data, text).map((flag) => flag.kind)).toEqual([kind])
  })

  it('finds nothing in what is only work', () => {
    const text =
      'Photo editing in Photoshop. Taught religion and ethics. Sex education. Managed gap analyses.'
    expect(resumeFlags(data, text)).toEqual([])
  })
})
