import { normalizeSkill } from '#src/modules/skills/lexicon.ts'
import type { SectionKey, SectionName, SectionRows } from './profile.repo.ts'
import type * as sent from './section-bodies.schemas.ts'

/** What the rows of a section say, without whose they are. */
export type SectionContents = { [Name in SectionName]: Omit<SectionRows[Name], keyof SectionKey> }

/** The members of a section in the columns of its rows. */
export const contentOf = {
  experiences: (entry: sent.ExperienceEntry): SectionContents['experiences'] => ({
    title: entry.title ?? null,
    company: entry.company ?? null,
    location: entry.location ?? null,
    startDate: entry.start_date ?? null,
    endDate: entry.end_date ?? null,
    isCurrent: entry.is_current,
    description: entry.description ?? null,
  }),
  educations: (entry: sent.EducationEntry): SectionContents['educations'] => ({
    institution: entry.institution ?? null,
    degree: entry.degree ?? null,
    degreeName: entry.degree_name ?? null,
    field: entry.field ?? null,
    startDate: entry.start_date ?? null,
    endDate: entry.end_date ?? null,
    grade: entry.grade ?? null,
  }),
  skills: (entry: sent.SkillEntry): SectionContents['skills'] => {
    const known = normalizeSkill(entry.skill)
    return {
      skillKey: known.key,
      name: entry.skill,
      category: known.category,
      proficiency: entry.proficiency ?? null,
      yearsTenths: entry.years == null ? null : Math.round(entry.years * 10),
    }
  },
  languages: (entry: sent.LanguageEntry): SectionContents['languages'] => ({
    languageKey: normalizeSkill(entry.language).key,
    name: entry.language,
    level: entry.level ?? null,
  }),
  certifications: (entry: sent.CertificationEntry): SectionContents['certifications'] => ({
    name: entry.name,
    issuer: entry.issuer ?? null,
    issueDate: entry.issue_date ?? null,
    expiryDate: entry.expiry_date ?? null,
    credentialId: entry.credential_id ?? null,
  }),
}
