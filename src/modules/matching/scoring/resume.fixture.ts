import type { ParsedData, Provenance } from '#src/modules/resumes/parser/types.ts'

/** A resume for the tests of this folder, as text and parsed. */
export interface ResumeFixture {
  data: ParsedData
  provenance: Provenance
  text: string
}

interface Identity {
  name: string
  email: string
  phone: string
  street: string
  school: string
  graduationYear: number
  gpa: number
  birth: string
  pronoun: string
}

export const ANNA: Identity = {
  name: 'Anna Ruby Kowalska',
  email: 'anna.k@example.com',
  phone: '+48 600 100 200',
  street: '12 Long Street, 00-950',
  school: 'Python Oracle College',
  graduationYear: 1991,
  gpa: 3.1,
  birth: 'Born 12.05.1969, female, married, Polish',
  pronoun: 'She',
}

const DESCRIPTION = 'built payment services in TypeScript and PostgreSQL for retail clients, with Docker'

/** The same work, done by anybody. */
export function resumeOf(who: Identity): ResumeFixture {
  const lines: Array<[pointer: string, value: string]> = [
    ['/personal/full_name', who.name],
    ['/personal/email', who.email],
    ['/personal/phone', who.phone],
    ['/personal/location', `${who.street}, Warsaw, Poland`],
    ['', who.birth],
    ['/experience/0/title', 'Senior Backend Developer'],
    ['/experience/0/description', `${who.pronoun} ${DESCRIPTION}. ${who.name} led the team.`],
    ['/education/0/institution', who.school],
    ['/education/0/degree', 'Master of Science'],
    ['/education/0/graduation_year', String(who.graduationYear)],
    ['/skills/technical/0', 'React.js'],
    ['', 'Projects: a crawler in Python'],
  ]
  const provenance: Provenance = {}
  let text = ''
  for (const [pointer, value] of lines) {
    const span = { page: 1, start: text.length, end: text.length + value.length }
    if (pointer !== '') provenance[pointer] = { confidence: 1, span }
    text += `${value}\n`
  }
  return { data: parsedOf(who), provenance, text }
}

function parsedOf(who: Identity): ParsedData {
  const [first = null] = who.name.split(' ')
  return {
    personal: {
      full_name: who.name,
      first_name: first,
      last_name: who.name.split(' ').at(-1) ?? null,
      email: who.email,
      phone: who.phone,
      location: `${who.street}, Warsaw, Poland`,
      linkedin: null,
      github: null,
      website: null,
    },
    experience: [
      {
        title: 'Senior Backend Developer',
        company: 'Example Ltd',
        location: null,
        start_date: '2018-01',
        end_date: '2022-01',
        current: false,
        description: `${who.pronoun} ${DESCRIPTION}. ${who.name} led the team.`,
        technologies: [],
      },
    ],
    education: [
      {
        degree: 'master',
        degree_raw: 'Master of Science',
        field: 'Computer Science',
        institution: who.school,
        start_date: null,
        end_date: null,
        graduation_year: who.graduationYear,
        gpa: who.gpa,
      },
    ],
    skills: { technical: ['React.js'], soft: [], languages: [{ language: 'English', level: 'C1' }] },
    certifications: [],
    summary: null,
    years_of_experience: 4,
  }
}
