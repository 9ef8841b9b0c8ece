import { z } from 'zod'
import type { DegreeLevel, LanguageLevel, LinkType } from './parser/types.ts'

export const DEGREES = [
  'high_school',
  'certificate',
  'diploma',
  'associate',
  'bachelor',
  'master',
  'doctorate',
] as const satisfies readonly DegreeLevel[]

export const LANGUAGE_LEVELS = [
  'a1',
  'a2',
  'b1',
  'b2',
  'c1',
  'c2',
  'native',
] as const satisfies readonly LanguageLevel[]

export const LINK_TYPES = [
  'linkedin',
  'github',
  'gitlab',
  'stackoverflow',
  'twitter',
  'xing',
  'medium',
  'behance',
  'dribbble',
  'kaggle',
  'orcid',
  'researchgate',
  'scholar',
  'youtube',
  'instagram',
  'facebook',
  'telegram',
  'website',
] as const satisfies readonly LinkType[]

const text = z.string().nullable()
const date = text.describe('`YYYY`, `YYYY-MM` or `YYYY-MM-DD`: as precise as the document')
const contact = text.describe('Null where your role sees no contact data')

const personalSchema = z
  .object({
    full_name: text,
    first_name: text,
    last_name: text,
    email: contact,
    phone: contact,
    location: text,
    linkedin: contact,
    github: contact,
    website: contact,
    links: z
      .array(z.object({ type: z.enum(LINK_TYPES), url: z.string() }))
      .describe('Every page of the person; none where your role sees no contact data'),
  })
  .meta({ id: 'ParsedPersonal' })

const experienceSchema = z
  .object({
    title: text,
    company: text,
    location: text,
    start_date: date,
    end_date: date,
    current: z.boolean(),
    description: text,
    technologies: z.array(z.string()),
  })
  .meta({ id: 'ParsedExperience' })

const educationSchema = z
  .object({
    degree: z.enum(DEGREES).nullable(),
    degree_raw: text.describe('As the document puts it'),
    field: text,
    institution: text,
    start_date: date,
    end_date: date,
    graduation_year: z.int().nullable(),
    gpa: z.number().nullable(),
  })
  .meta({ id: 'ParsedEducation' })

const skillsSchema = z
  .object({
    technical: z.array(z.string()),
    soft: z.array(z.string()),
    languages: z.array(
      z.object({
        language: z.string().describe('The English name'),
        level: text.describe('As the document puts it'),
        cefr: z
          .enum(LANGUAGE_LEVELS)
          .nullable()
          .describe('As in the CEFR, or `native`, where that can be told'),
      }),
    ),
  })
  .meta({ id: 'ParsedSkills' })

export const parsedDataSchema = z
  .object({
    personal: personalSchema,
    experience: z.array(experienceSchema),
    education: z.array(educationSchema),
    skills: skillsSchema,
    certifications: z.array(
      z.object({ name: z.string(), issuer: text, date, expires: date, credential_id: text }),
    ),
    publications: z.array(z.object({ title: z.string(), publisher: text, date, url: text })),
    summary: text,
    years_of_experience: z.number().nullable().describe('The union of the intervals of experience'),
  })
  .meta({ id: 'ParsedResume', description: 'What a resume says' })

const spanSchema = z
  .object({ page: z.int(), start: z.int(), end: z.int() })
  .meta({ id: 'ParsedSpan', description: 'UTF-16 offsets into the text of the document; pages count from 1' })

export const provenanceSchema = z
  .record(
    z.string(),
    z.object({
      confidence: z.number(),
      span: spanSchema.nullable(),
      source: z.literal('person').optional().describe('Where a person put it in the place of what was found'),
    }),
  )
  .meta({
    id: 'ParsedProvenance',
    description:
      'By JSON Pointer into `parsed_data`: how sure the parser is (0 to 1), and where the document says it',
  })
