import type { Resume } from '../resume.ts'
import type { FamilyBreak, Person } from './people.ts'
import type { Work } from './work.ts'

const NEWEST_STARTS = monthOf(2019, 4)
const NEWEST_ENDS = monthOf(2024, 4)
const MONTHS_BEFORE = 36

/**
 * The resume of somebody with these skills, as text and as a parser would read it. `rewrite` turns a word of
 * the work into another way to write it.
 */
export function resumeOf(work: Work, person: Person, rewrite = (text: string) => text): Resume {
  const written = new Written()
  const [first = person.name] = person.name.split(' ')
  writePerson(written, person)
  const done = rewrite(work.done)
  written.add(null, '\nSummary')
  const summary = written.add('/summary', summaryOf(done, person, first))
  written.add(null, '\nExperience')
  const experience = positionsOf(work, person, rewrite(work.titles[person.titleForm]), done).map(
    (position, i) => {
      written.add(`/experience/${i}/title`, position.title)
      written.add(`/experience/${i}/start_date`, `${position.start_date} - ${position.end_date}`)
      if (position.description !== null) written.add(`/experience/${i}/description`, position.description)
      return position
    },
  )
  if (person.familyBreak?.form === 'line') written.add(null, breakLine(person.familyBreak))
  written.add(null, '\nEducation')
  written.add('/education/0/institution', person.school)
  written.add('/education/0/degree', `Bachelor of Science in ${work.field}`)
  written.add('/education/0/graduation_year', String(person.age.graduationYear))
  written.add(null, '\nSkills')
  const technical = work.skills.map((skill, i) => written.add(`/skills/technical/${i}`, rewrite(skill)))
  return {
    data: {
      personal: { full_name: person.name, location: `${person.address.street}, Austin, TX` },
      experience,
      education: [{ degree: 'bachelor', field: work.field, institution: person.school }],
      skills: { technical, soft: [], languages: [{ language: 'English', level: 'C1' }] },
      certifications: [],
      summary,
      years_of_experience: null,
    },
    provenance: written.provenance,
    text: written.text,
  }
}

function writePerson(written: Written, person: Person): void {
  written.add('/personal/full_name', person.name)
  written.add('/personal/email', person.address.email)
  written.add('/personal/phone', person.address.phone)
  written.add('/personal/location', `${person.address.street}, Austin, TX`)
  written.add(null, person.age.birthLine)
  for (const detail of person.details) written.add(null, detail)
}

function summaryOf(done: string, person: Person, first: string): string {
  const { name, age, pronoun, school, familyBreak } = person
  const sentence = familyBreak?.form === 'sentence' ? `${familyBreak.wording} ` : ''
  return (
    `${name} ${done}. ${age.phrase} ${first} is a graduate of ${school}. ${sentence}` +
    `${pronoun.subject} is known for ${pronoun.possessive} care.`
  )
}

function positionsOf(work: Work, person: Person, title: string, done: string): Position[] {
  const { familyBreak, pronoun } = person
  const gap = familyBreak?.months ?? 0
  const earlierEnds = NEWEST_STARTS - gap
  const newest = `${pronoun.subject} ${done}. ${person.name} trained ${pronoun.possessive} team.`
  const positions = [
    position(title, NEWEST_STARTS, NEWEST_ENDS, newest),
    position(work.earlierTitles[person.titleForm], earlierEnds - MONTHS_BEFORE, earlierEnds - 1, null),
  ]
  if (familyBreak?.form !== 'position') return positions
  return [
    ...positions.slice(0, 1),
    position(familyBreak.wording, earlierEnds, NEWEST_STARTS - 1, 'Childcare and first aid at home.'),
    ...positions.slice(1),
  ]
}

type Position = Resume['data']['experience'][number] & { title: string }

function position(title: string, start: number, end: number, description: string | null): Position {
  return {
    title,
    start_date: dateOf(start),
    end_date: dateOf(end),
    current: false,
    description,
    technologies: [],
  }
}

function breakLine({ wording, months }: FamilyBreak): string {
  return `${dateOf(NEWEST_STARTS - months)} - ${dateOf(NEWEST_STARTS)}: ${wording}`
}

function monthOf(year: number, month: number): number {
  return year * 12 + month - 1
}

function dateOf(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
}

/** A text line by line, and where in it each field stands. */
class Written {
  text = ''
  readonly provenance: Record<string, { span: { page: number; start: number; end: number } }> = {}

  add(pointer: string | null, value: string): string {
    const start = this.text.length
    this.text += `${value}\n`
    if (pointer !== null) this.provenance[pointer] = { span: { page: 1, start, end: start + value.length } }
    return value
  }
}
