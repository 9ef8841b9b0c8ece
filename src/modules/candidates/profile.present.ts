import type { z } from 'zod'
import type { SectionName, SectionRows } from './profile.repo.ts'
import type { profileSchema, SectionItems } from './profile.schemas.ts'

/** All a profile says, as it is stored. */
export interface ProfileRows {
  sections: { [Name in SectionName]: SectionRows[Name][] }
  experienceTenths: number | null
}

const inYears = (tenths: number | null): number | null => (tenths === null ? null : tenths / 10)

export const presentItem: { [Name in SectionName]: (row: SectionRows[Name]) => SectionItems[Name] } = {
  experiences: (row) => ({
    id: row.id,
    title: row.title,
    company: row.company,
    location: row.location,
    start_date: row.startDate,
    end_date: row.endDate,
    is_current: row.isCurrent,
    description: row.description,
    origin: row.origin,
  }),
  educations: (row) => ({
    id: row.id,
    institution: row.institution,
    degree: row.degree,
    degree_name: row.degreeName,
    field: row.field,
    start_date: row.startDate,
    end_date: row.endDate,
    grade: row.grade,
    origin: row.origin,
  }),
  skills: (row) => ({
    id: row.id,
    skill: row.name,
    key: row.skillKey,
    category: row.category,
    proficiency: row.proficiency,
    years: inYears(row.yearsTenths),
    origin: row.origin,
  }),
  languages: (row) => ({
    id: row.id,
    language: row.name,
    key: row.languageKey,
    level: row.level,
    origin: row.origin,
  }),
  certifications: (row) => ({
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    issue_date: row.issueDate,
    expiry_date: row.expiryDate,
    credential_id: row.credentialId,
    origin: row.origin,
  }),
}

export const presentProfile = ({
  sections,
  experienceTenths,
}: ProfileRows): z.input<typeof profileSchema> => ({
  experiences: sections.experiences.map(presentItem.experiences),
  educations: sections.educations.map(presentItem.educations),
  skills: sections.skills.map(presentItem.skills),
  languages: sections.languages.map(presentItem.languages),
  certifications: sections.certifications.map(presentItem.certifications),
  years_of_experience: inYears(experienceTenths),
})
