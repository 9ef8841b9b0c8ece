import { z } from 'zod'
import { DEGREES, LANGUAGE_LEVELS, PROFICIENCIES } from '#src/db/schema/candidate-profile.ts'
import { lineSchema, textSchema } from '#src/http/schemas.ts'
import { normalizeSkill } from '#src/modules/skills/lexicon.ts'

const PARTIAL_DATE = /^(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/

/** As precise as it is known. */
export const partialDate = z
  .string()
  .regex(PARTIAL_DATE, 'YYYY, YYYY-MM or YYYY-MM-DD')
  .refine((date) => date.length < 10 || z.iso.date().safeParse(date).success, 'there is no such day')
  .describe('`YYYY`, `YYYY-MM` or `YYYY-MM-DD`')

/** Whether a date is before another, as far as both are known. */
export function isBefore(date: string, other: string): boolean {
  const known = Math.min(date.length, other.length)
  return date.slice(0, known) < other.slice(0, known)
}

interface Span {
  start_date?: string | null | undefined
  end_date?: string | null | undefined
  is_current?: boolean
}

function assertSpan({ start_date, end_date, is_current }: Span, check: z.RefinementCtx): void {
  const refuse = (message: string) => check.addIssue({ code: 'custom', message, path: ['end_date'] })
  if (start_date && end_date && isBefore(end_date, start_date)) refuse('is before the start')
  if (is_current && end_date) refuse('what goes on has no end')
}

const experienceEntry = z
  .strictObject({
    title: lineSchema(200).nullish(),
    company: lineSchema(200).nullish(),
    location: lineSchema(200).nullish(),
    start_date: partialDate.nullish(),
    end_date: partialDate.nullish(),
    is_current: z.boolean().default(false),
    description: textSchema(5000).nullish(),
  })
  .superRefine(assertSpan)
  .meta({ id: 'CandidateExperienceRequest' })

const educationEntry = z
  .strictObject({
    institution: lineSchema(200).nullish(),
    degree: z.enum(DEGREES).nullish(),
    degree_name: lineSchema(200).nullish().describe('As the person puts it'),
    field: lineSchema(200).nullish(),
    start_date: partialDate.nullish(),
    end_date: partialDate.nullish(),
    grade: lineSchema(50).nullish(),
  })
  .superRefine(assertSpan)
  .meta({ id: 'CandidateEducationRequest' })

const skillEntry = z
  .strictObject({
    skill: lineSchema(100).describe('Free name; known aliases are recognised'),
    proficiency: z.enum(PROFICIENCIES).nullish(),
    years: z.number().min(0).max(70).nullish().describe('With one decimal'),
  })
  .meta({ id: 'CandidateSkillRequest' })

const languageEntry = z
  .strictObject({
    language: lineSchema(60).describe('Free name; known ones are recognised in several languages'),
    level: z.enum(LANGUAGE_LEVELS).nullish().describe('As in the CEFR, or `native`'),
  })
  .meta({ id: 'CandidateLanguageRequest' })

const certificationEntry = z
  .strictObject({
    name: lineSchema(200),
    issuer: lineSchema(200).nullish(),
    issue_date: partialDate.nullish(),
    expiry_date: partialDate.nullish(),
    credential_id: lineSchema(200).nullish(),
  })
  .superRefine(({ issue_date, expiry_date }, check) => {
    if (issue_date && expiry_date && isBefore(expiry_date, issue_date))
      check.addIssue({ code: 'custom', message: 'is before the issue', path: ['expiry_date'] })
  })
  .meta({ id: 'CandidateCertificationRequest' })

export type ExperienceEntry = z.output<typeof experienceEntry>
export type EducationEntry = z.output<typeof educationEntry>
export type SkillEntry = z.output<typeof skillEntry>
export type LanguageEntry = z.output<typeof languageEntry>
export type CertificationEntry = z.output<typeof certificationEntry>

/** How many entries a section may have. */
export const SECTION_LIMITS = {
  experiences: 50,
  educations: 30,
  skills: 200,
  languages: 30,
  certifications: 100,
} as const

/** Two names of one skill or language are one entry too many. */
const distinctBy =
  <Entry>(nameOf: (entry: Entry) => string, member: string) =>
  (entries: Entry[], check: z.RefinementCtx): void => {
    const keys = entries.map((entry) => normalizeSkill(nameOf(entry)).key)
    keys.forEach((key, i) => {
      const first = entries[keys.indexOf(key)]
      if (first !== undefined && keys.indexOf(key) < i)
        check.addIssue({ code: 'custom', message: `the same as ${nameOf(first)}`, path: [i, member] })
    })
  }

const { experiences, educations, skills, languages, certifications } = SECTION_LIMITS

export const sectionBodies = {
  experiences: z
    .strictObject({ experiences: z.array(experienceEntry).max(experiences) })
    .meta({ id: 'CandidateExperiencesReplace' }),
  educations: z
    .strictObject({ educations: z.array(educationEntry).max(educations) })
    .meta({ id: 'CandidateEducationsReplace' }),
  skills: z
    .strictObject({
      skills: z
        .array(skillEntry)
        .max(skills)
        .superRefine(distinctBy(({ skill }) => skill, 'skill')),
    })
    .meta({ id: 'CandidateSkillsReplace' }),
  languages: z
    .strictObject({
      languages: z
        .array(languageEntry)
        .max(languages)
        .superRefine(distinctBy(({ language }) => language, 'language')),
    })
    .meta({ id: 'CandidateLanguagesReplace' }),
  certifications: z
    .strictObject({ certifications: z.array(certificationEntry).max(certifications) })
    .meta({ id: 'CandidateCertificationsReplace' }),
}
