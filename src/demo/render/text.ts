import type { Person } from '../people/person.ts'
import { degreeLine, headingsOf, languagesLine, period, years } from './wording.ts'

export function renderText(person: Person): Buffer {
  const headings = headingsOf(person)
  const sections = [
    [person.name, person.headline].join('\n'),
    [
      `${headings.email}: ${person.email}`,
      `${headings.phone}: ${person.phone}`,
      person.location,
      ...person.links,
    ].join('\n'),
    section(headings.summary, [person.summary]),
    section(
      headings.experience,
      person.experiences.map((experience) => role(person, experience)),
    ),
    section(
      headings.education,
      person.education.map((entry) => `${degreeLine(entry)}\n${entry.institution}, ${years(entry)}`),
    ),
    section(headings.skills, [person.skills.join(', ')]),
    section(headings.languages, [languagesLine(person)]),
    person.certifications.length > 0
      ? section(headings.certifications, [person.certifications.map((name) => `- ${name}`).join('\n')])
      : '',
  ]
  return Buffer.from(`${sections.filter(Boolean).join('\n\n')}\n`)
}

const section = (heading: string, entries: string[]): string =>
  `${heading.toUpperCase()}\n${'-'.repeat(heading.length)}\n${entries.join('\n\n')}`

function role(person: Person, experience: Person['experiences'][number]): string {
  const lines = [
    `${experience.title}, ${experience.company}, ${experience.location}`,
    period(experience, person.language),
    ...experience.bullets.map((bullet) => `- ${bullet}`),
  ]
  if (experience.technologies.length > 0) {
    lines.push(`${headingsOf(person).technologies}: ${experience.technologies.join(', ')}`)
  }
  return lines.join('\n')
}
