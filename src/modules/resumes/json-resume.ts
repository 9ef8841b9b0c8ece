import { z } from 'zod'
import type { jsonResumeSchema } from './json-resume.schemas.ts'
import type { Education, Experience, LinkType, ParsedData, Personal } from './parser/types.ts'

type JsonResume = z.input<typeof jsonResumeSchema>

const SCHEMA = 'https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json'

/** What a resume says in the words of JSON Resume. What its schema would refuse is left out. */
export const jsonResumeOf = (
  data: ParsedData,
  { version, lastModified }: { version: number; lastModified: Date },
): JsonResume => ({
  $schema: SCHEMA,
  basics: basicsOf(data),
  work: data.experience.map(workOf),
  education: data.education.map(educationOf),
  certificates: data.certifications.map(({ name, issuer, date }) => ({
    name,
    ...known({ issuer, date: dateOf(date) }),
  })),
  publications: data.publications.map(({ title, publisher, date, url }) => ({
    name: title,
    ...known({ publisher, releaseDate: dateOf(date), url: webAddress(url) }),
  })),
  skills: [
    { name: 'Technical', keywords: data.skills.technical },
    { name: 'Soft', keywords: data.skills.soft },
  ].filter(({ keywords }) => keywords.length > 0),
  languages: data.skills.languages.map(({ language, level }) => ({ language, ...known({ fluency: level }) })),
  meta: { version: `v${version}.0.0`, lastModified: lastModified.toISOString().slice(0, 19) },
})

function basicsOf({ personal, experience, summary }: ParsedData): JsonResume['basics'] {
  const { first_name, last_name, full_name, email, phone, location, website } = personal
  const current = experience.find((entry) => entry.current) ?? experience[0]
  const name = full_name ?? ([first_name, last_name].filter(Boolean).join(' ') || null)
  return {
    ...known({
      name,
      label: current?.title,
      email: emailOf(email),
      phone,
      url: webAddress(website),
      summary,
    }),
    ...(location && { location: { address: location } }),
    profiles: profilesOf(personal),
  }
}

const NETWORKS: Partial<Record<LinkType, string>> = {
  linkedin: 'LinkedIn',
  github: 'GitHub',
  gitlab: 'GitLab',
  stackoverflow: 'Stack Overflow',
  orcid: 'ORCID',
  researchgate: 'ResearchGate',
  scholar: 'Google Scholar',
  youtube: 'YouTube',
}

/** A person may have put right the two that stand for themselves. */
function profilesOf({ linkedin, github, links }: Personal): JsonResume['basics']['profiles'] {
  const others = links.filter(({ type }) => !['linkedin', 'github', 'website'].includes(type))
  const all = [
    { type: 'linkedin', url: linkedin } as const,
    { type: 'github', url: github } as const,
    ...others,
  ]
  return all.flatMap(({ type, url }) => {
    const address = webAddress(url)
    return address ? [{ network: NETWORKS[type] ?? type, url: address }] : []
  })
}

const workOf = (entry: Experience): JsonResume['work'][number] => ({
  ...known({
    name: entry.company,
    position: entry.title,
    location: entry.location,
    startDate: dateOf(entry.start_date),
    endDate: entry.current ? null : dateOf(entry.end_date),
    summary: entry.description,
  }),
  keywords: entry.technologies,
})

const educationOf = (entry: Education): JsonResume['education'][number] =>
  known({
    institution: entry.institution,
    area: entry.field,
    studyType: entry.degree_raw ?? entry.degree,
    startDate: dateOf(entry.start_date),
    endDate: dateOf(entry.end_date ?? entry.graduation_year?.toString() ?? null),
    score: entry.gpa?.toString(),
  })

/** Without the members that have no value. */
const known = <T extends Record<string, string | null | undefined>>(members: T) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value)) as {
    [Name in keyof T]?: string
  }

const DATE = /^[12]\d{3}(-[01]\d(-[0-3]\d)?)?$/
const dateOf = (text: string | null) => (text && DATE.test(text) ? text : null)

const emailOf = (text: string | null) => (z.email().safeParse(text).success ? text : null)

/** Documents mostly leave the scheme out. */
function webAddress(text: string | null): string | null {
  if (!text) return null
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  return url?.hostname.includes('.') ? url.href : null
}
