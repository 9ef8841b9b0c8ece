import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, tsvector } from './columns.ts'

export const EMAIL_TYPES = ['personal', 'work', 'other'] as const
export const PHONE_TYPES = ['mobile', 'home', 'work', 'other'] as const

export const candidateEmails = pgTable('candidate_emails', {
  ...tenantKey(),
  candidateId: uuid('candidate_id').notNull(),
  email: text('email').notNull(),
  type: text('type', { enum: EMAIL_TYPES }).notNull(),
  isPrimary: boolean('is_primary').notNull(),
  isLive: boolean('is_live').notNull(),
  position: integer('position').notNull(),
})

export const candidatePhones = pgTable('candidate_phones', {
  ...tenantKey(),
  candidateId: uuid('candidate_id').notNull(),
  phone: text('phone').notNull(),
  type: text('type', { enum: PHONE_TYPES }).notNull(),
  isPrimary: boolean('is_primary').notNull(),
  position: integer('position').notNull(),
})

const ORIGINS = ['person', 'resume'] as const

/** What the rows of every section of a profile begin with. */
const sectionKey = () => ({
  ...tenantKey(),
  candidateId: uuid('candidate_id').notNull(),
  position: integer('position').notNull(),
  origin: text('origin', { enum: ORIGINS }).notNull(),
})

export const DEGREES = [
  'high_school',
  'certificate',
  'diploma',
  'associate',
  'bachelor',
  'master',
  'doctorate',
] as const
export const PROFICIENCIES = ['beginner', 'intermediate', 'advanced', 'expert'] as const
export const LANGUAGE_LEVELS = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'native'] as const

// Dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

export const candidateExperiences = pgTable('candidate_experiences', {
  ...sectionKey(),
  title: text('title'),
  company: text('company'),
  location: text('location'),
  startDate: text('start_date'),
  endDate: text('end_date'),
  isCurrent: boolean('is_current').notNull(),
  description: text('description'),
})

export const candidateEducations = pgTable('candidate_educations', {
  ...sectionKey(),
  institution: text('institution'),
  degree: text('degree', { enum: DEGREES }),
  degreeName: text('degree_name'),
  field: text('field'),
  startDate: text('start_date'),
  endDate: text('end_date'),
  grade: text('grade'),
})

export const candidateSkills = pgTable('candidate_skills', {
  ...sectionKey(),
  skillKey: text('skill_key').notNull(),
  name: text('name').notNull(),
  category: text('category'),
  proficiency: text('proficiency', { enum: PROFICIENCIES }),
  yearsTenths: integer('years_tenths'),
})

export const candidateLanguages = pgTable('candidate_languages', {
  ...sectionKey(),
  languageKey: text('language_key').notNull(),
  name: text('name').notNull(),
  level: text('level', { enum: LANGUAGE_LEVELS }),
})

export const candidateCertifications = pgTable('candidate_certifications', {
  ...sectionKey(),
  name: text('name').notNull(),
  issuer: text('issuer'),
  issueDate: text('issue_date'),
  expiryDate: text('expiry_date'),
  credentialId: text('credential_id'),
})

export const candidateSearch = pgTable('candidate_search', {
  tenantId: uuid('tenant_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  names: tsvector('names').notNull(),
  profile: tsvector('profile').notNull(),
  resume: tsvector('resume').notNull(),
})
