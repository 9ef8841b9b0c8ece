import { z } from 'zod'
import { DEGREES, LANGUAGE_LEVELS, PROFICIENCIES } from '#src/db/schema/candidate-profile.ts'
import { idSchema } from '#src/http/schemas.ts'

const text = z.string().nullable()
const key = {
  id: idSchema,
  origin: z.enum(['person', 'resume']).describe('Who said so: a person, or a resume that was read'),
}

const experienceSchema = z
  .object({
    ...key,
    title: text,
    company: text,
    location: text,
    start_date: text,
    end_date: text,
    is_current: z.boolean(),
    description: text,
  })
  .meta({ id: 'CandidateExperience' })

const educationSchema = z
  .object({
    ...key,
    institution: text,
    degree: z.enum(DEGREES).nullable(),
    degree_name: text,
    field: text,
    start_date: text,
    end_date: text,
    grade: text,
  })
  .meta({ id: 'CandidateEducation' })

const skillSchema = z
  .object({
    ...key,
    skill: z.string(),
    key: z.string().describe('The same for all names of one skill'),
    category: text,
    proficiency: z.enum(PROFICIENCIES).nullable(),
    years: z.number().nullable(),
  })
  .meta({ id: 'CandidateSkill' })

const languageSchema = z
  .object({
    ...key,
    language: z.string(),
    key: z.string().describe('The same for all names of one language'),
    level: z.enum(LANGUAGE_LEVELS).nullable(),
  })
  .meta({ id: 'CandidateLanguage' })

const certificationSchema = z
  .object({
    ...key,
    name: z.string(),
    issuer: text,
    issue_date: text,
    expiry_date: text,
    credential_id: text,
  })
  .meta({ id: 'CandidateCertification' })

const itemSchemas = {
  experiences: experienceSchema,
  educations: educationSchema,
  skills: skillSchema,
  languages: languageSchema,
  certifications: certificationSchema,
}

export type SectionItems = { [Name in keyof typeof itemSchemas]: z.input<(typeof itemSchemas)[Name]> }

const profile = {
  experiences: z.array(experienceSchema),
  educations: z.array(educationSchema),
  skills: z.array(skillSchema),
  languages: z.array(languageSchema),
  certifications: z.array(certificationSchema),
  years_of_experience: z
    .number()
    .nullable()
    .describe('In all experiences together, those at the same time once, as of their last change'),
}

const version = z.int().describe('Of the candidate')

export const profileSchema = z.object(profile).meta({ id: 'CandidateProfile' })
export const versionedProfileSchema = z.object({ ...profile, version }).meta({ id: 'CandidateProfileRead' })

export const sectionSchemas = {
  experiences: z.object({ data: z.array(experienceSchema), version }).meta({ id: 'CandidateExperiences' }),
  educations: z.object({ data: z.array(educationSchema), version }).meta({ id: 'CandidateEducations' }),
  skills: z.object({ data: z.array(skillSchema), version }).meta({ id: 'CandidateSkills' }),
  languages: z.object({ data: z.array(languageSchema), version }).meta({ id: 'CandidateLanguages' }),
  certifications: z
    .object({ data: z.array(certificationSchema), version })
    .meta({ id: 'CandidateCertifications' }),
}
