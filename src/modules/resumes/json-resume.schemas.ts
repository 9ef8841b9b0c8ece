import { z } from 'zod'

const text = z.string().optional()
const url = z.string().optional()
const date = z.string().optional().describe('`YYYY`, `YYYY-MM` or `YYYY-MM-DD`')

const basics = z.object({
  name: text,
  label: text.describe('The current occupation, or the last one'),
  email: text,
  phone: text,
  url,
  summary: text,
  location: z.object({ address: z.string() }).optional(),
  profiles: z.array(z.object({ network: z.string(), url: z.string() })),
})

const work = z.object({
  name: text,
  position: text,
  location: text,
  startDate: date,
  endDate: date,
  summary: text,
  keywords: z.array(z.string()).describe('The technologies that are named there'),
})

const education = z.object({
  institution: text,
  area: text,
  studyType: text,
  startDate: date,
  endDate: date,
  score: text,
})

/** The parts of the published schema (jsonresume.org, 1.x) that a resume is read for; what is not known is left out. */
export const jsonResumeSchema = z
  .object({
    $schema: z.string(),
    basics,
    work: z.array(work),
    education: z.array(education),
    certificates: z.array(z.object({ name: z.string(), issuer: text, date })),
    publications: z.array(z.object({ name: z.string(), publisher: text, releaseDate: date, url })),
    skills: z.array(z.object({ name: z.string(), keywords: z.array(z.string()) })),
    languages: z.array(z.object({ language: z.string(), fluency: text })),
    meta: z.object({ version: z.string(), lastModified: z.string() }),
  })
  .meta({ id: 'JsonResume', description: 'A JSON Resume, as jsonresume.org defines it' })
