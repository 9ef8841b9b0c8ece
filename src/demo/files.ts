import { people } from './people/people.ts'
import { scannedPdf, truncatedPdf } from './render/damaged.ts'
import { type Layout, type RenderedFile, renderPerson } from './render/render-person.ts'

export interface DemoFile extends RenderedFile {
  /** How its parse is meant to end. */
  expect: 'completed' | 'failed'
}

export interface DemoJob {
  /** Body of `POST /v1/jobs`; money in minor units. */
  job: {
    title: string
    description: string
    location: string
    location_type: 'remote' | 'hybrid' | 'onsite'
    employment_type: 'full_time'
    experience_min: number
    experience_max: number
    salary: { min: number; max: number; currency: string }
    department: string
  }
  /** Body of `PUT /v1/jobs/{id}/skills`; weights from 0 to 1. */
  skills: { skills: { skill: string; category: string; required: boolean; weight: number }[] }
}

/** One resume of each person, and two files no parser can read. */
export async function demoFiles(): Promise<DemoFile[]> {
  const resumes = await Promise.all(people.map((person, index) => renderPerson(person, layoutOf(index))))
  const damaged = await Promise.all([...people.slice(0, 1).map(truncatedPdf), scannedPdf()])
  return [
    ...resumes.map((file): DemoFile => ({ ...file, expect: 'completed' })),
    ...damaged.map((file): DemoFile => ({ ...file, expect: 'failed' })),
  ]
}

export const demoJobs: DemoJob[] = [
  {
    job: {
      title: 'Senior Backend Engineer (TypeScript, PostgreSQL)',
      description: [
        'You will design, build and run the APIs behind our booking platform, together with seven engineers.',
        'The services are written in TypeScript on Node.js and keep their data in PostgreSQL.',
        'You know how to model data, how to read a query plan and how to ship a migration without downtime.',
        'We look for at least five years of backend development, care for tests and observability, and the wish to',
        'help others grow. Redis, Docker and AWS are part of the daily work; message queues are a plus.',
      ].join(' '),
      location: 'London, United Kingdom',
      location_type: 'hybrid',
      employment_type: 'full_time',
      experience_min: 5,
      experience_max: 12,
      salary: { min: 7_500_000, max: 9_800_000, currency: 'GBP' },
      department: 'Engineering',
    },
    skills: {
      skills: [
        { skill: 'TypeScript', category: 'language', required: true, weight: 1 },
        { skill: 'PostgreSQL', category: 'database', required: true, weight: 1 },
        { skill: 'Node.js', category: 'platform', required: true, weight: 0.8 },
        { skill: 'Docker', category: 'tool', required: false, weight: 0.4 },
        { skill: 'Redis', category: 'database', required: false, weight: 0.3 },
        { skill: 'AWS', category: 'platform', required: false, weight: 0.3 },
      ],
    },
  },
  {
    job: {
      title: 'Data Analyst (SQL, Python, dashboards)',
      description: [
        'You will turn the data of our shops and deliveries into answers that colleagues can act on.',
        'Most days that means SQL against the warehouse, some Python for automation and statistics, and dashboards',
        'in Tableau or Power BI that are clear without an explanation.',
        'You have worked as an analyst for at least two years, define metrics carefully and enjoy presenting results.',
        'Experience with dbt, Snowflake or A/B tests is welcome.',
      ].join(' '),
      location: 'Remote, Europe',
      location_type: 'remote',
      employment_type: 'full_time',
      experience_min: 2,
      experience_max: 8,
      salary: { min: 4_800_000, max: 6_500_000, currency: 'EUR' },
      department: 'Data',
    },
    skills: {
      skills: [
        { skill: 'SQL', category: 'language', required: true, weight: 1 },
        { skill: 'Python', category: 'language', required: true, weight: 0.8 },
        { skill: 'Tableau', category: 'tool', required: false, weight: 0.5 },
        { skill: 'Power BI', category: 'tool', required: false, weight: 0.5 },
        { skill: 'dbt', category: 'tool', required: false, weight: 0.3 },
        { skill: 'A/B testing', category: 'method', required: false, weight: 0.3 },
      ],
    },
  },
]

// The built-in PDF fonts know Western European letters only: a name with others gets a place that is not a PDF.
const LAYOUTS = [
  'classic',
  'sidebar',
  'timeline',
  'modern',
  'docx-paragraphs',
  'compact',
  'classic',
  'sidebar',
  'modern',
  'timeline',
  'docx-table',
  'compact',
  'sidebar',
  'docx-table',
  'modern',
  'timeline',
  'text',
  'classic',
  'sidebar',
  'docx-paragraphs',
  'modern',
  'compact',
] as const satisfies Layout[]

function layoutOf(index: number): Layout {
  return LAYOUTS[index % LAYOUTS.length] ?? 'classic'
}
