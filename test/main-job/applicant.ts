import type { Person } from '#src/demo/people/person.ts'
import { type Layout, type RenderedFile, renderPerson } from '#src/demo/render/render-person.ts'

const LAYOUTS: Layout[] = ['text', 'classic', 'text', 'docx-table', 'text']

/** The resume of the nth person of a lane, of changing kinds. */
export function resumeOf(email: string, lane: number, n: number): Promise<RenderedFile> {
  return renderPerson(applicant(email, lane, n), LAYOUTS[n % LAYOUTS.length] ?? 'text')
}

const applicant = (email: string, lane: number, n: number): Person => ({
  name: `Pat ${lettersOf(lane)}berg${lettersOf(n)}`,
  headline: 'Software Engineer',
  email,
  phone: '+1 202 555 0143',
  location: 'Springfield',
  language: 'en',
  summary: 'Backend engineer.',
  links: [],
  experiences: [
    {
      title: 'Software Engineer',
      company: 'Northwind Labs',
      location: 'Springfield',
      start: '2019-03',
      end: null,
      bullets: ['Builds services with TypeScript and PostgreSQL'],
      technologies: ['TypeScript', 'PostgreSQL'],
    },
  ],
  education: [
    { degree: 'BSc', field: 'Computer Science', institution: 'Lakeside University', start: 2014, end: 2018 },
  ],
  skills: ['TypeScript', 'PostgreSQL', 'Docker'],
  languages: [],
  certifications: [],
})

/** A name has no digits. */
const lettersOf = (n: number): string => [...String(n)].map((digit) => 'aeioulmnrs'[Number(digit)]).join('')
