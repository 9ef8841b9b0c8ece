import { z } from 'zod'
import { emailSchema, lineSchema, textSchema } from '#src/http/schemas.ts'
import { DEGREES, LANGUAGE_LEVELS, LINK_TYPES } from './parsed-data.schemas.ts'

const line = lineSchema(500)
const text = textSchema(20_000).nullable()
const date = z
  .string()
  .regex(/^[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'YYYY, YYYY-MM or YYYY-MM-DD')
  .nullable()
const lines = z.array(line).max(500)

const personal = z.strictObject({
  full_name: line.nullable(),
  first_name: line.nullable(),
  last_name: line.nullable(),
  email: emailSchema.nullable(),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{4,14}$/, 'E.164, such as +14155550132')
    .nullable(),
  location: line.nullable(),
  linkedin: line.nullable(),
  github: line.nullable(),
  website: line.nullable(),
  links: z.array(z.strictObject({ type: z.enum(LINK_TYPES), url: line })).max(20),
})

const experience = z.strictObject({
  title: line.nullable().default(null),
  company: line.nullable().default(null),
  location: line.nullable().default(null),
  start_date: date.default(null),
  end_date: date.default(null),
  current: z.boolean().default(false),
  description: text.default(null),
  technologies: lines.default([]),
})

const education = z.strictObject({
  degree: z.enum(DEGREES).nullable().default(null),
  degree_raw: line.nullable().default(null),
  field: line.nullable().default(null),
  institution: line.nullable().default(null),
  start_date: date.default(null),
  end_date: date.default(null),
  graduation_year: z.int().min(1900).max(2200).nullable().default(null),
  gpa: z.number().min(0).max(100).nullable().default(null),
})

const language = z.strictObject({
  language: line,
  level: line.nullable().default(null),
  cefr: z.enum(LANGUAGE_LEVELS).nullable().default(null),
})
const certification = z.strictObject({
  name: line,
  issuer: line.nullable().default(null),
  date: date.default(null),
  expires: date.default(null),
  credential_id: line.nullable().default(null),
})
const publication = z.strictObject({
  title: line,
  publisher: line.nullable().default(null),
  date: date.default(null),
  url: line.nullable().default(null),
})

/** What a person puts in the place of what was parsed: members as they are named, lists as a whole. */
const editsSchema = z
  .strictObject({
    personal: personal.partial(),
    experience: z.array(experience).max(100),
    education: z.array(education).max(50),
    skills: z.strictObject({ technical: lines, soft: lines, languages: z.array(language).max(50) }).partial(),
    certifications: z.array(certification).max(100),
    publications: z.array(publication).max(100),
    summary: text,
    years_of_experience: z.number().min(0).max(80).nullable(),
  })
  .partial()
  .meta({
    id: 'ParsedResumeEdits',
    description: 'Members of `parsed_data` as they should be; a list replaces the one that was found',
  })

export type ParsedEdits = z.output<typeof editsSchema>

export const acceptBody = z.strictObject({ edits: editsSchema.optional() }).meta({ id: 'ResumeParseAccept' })
