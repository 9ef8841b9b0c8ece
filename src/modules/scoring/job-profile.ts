import { builtinLexicon, type FoundSkill, type Lexicon } from '#src/modules/skills/lexicon.ts'
import { embed } from './embed.ts'
import { ONCE } from './occupations/terms.ts'
import type { JobProfile, JobSkill, LocationType } from './profiles.ts'

export interface JobInput {
  title: string
  /** Plain text. */
  description: string | null
  skills: ReadonlyArray<{
    requirement_id: string
    name: string
    required: boolean
    /** 0..1; left out, REQUIRED or PREFERRED. */
    weight?: number | null
  }>
  experience_min: number | null
  experience_max: number | null
  location: string | null
  location_type: LocationType | null
  education_min: string | null
}

const REQUIRED = 1
const PREFERRED = 0.5
const IN_TITLE = 0.6
const IN_DESCRIPTION = 0.3
/** Nearly every advertisement speaks of communication, research and reports. */
const GENERAL = 0.1
/** How often a title counts beside a description that names it once. */
const TITLE = 20
const MAX_SKILLS = 100

/** What a job asks for: the skills it lists and, with less weight, those its title and text only mention. */
export function jobProfile(job: JobInput, lexicon: Lexicon = builtinLexicon): JobProfile {
  const description = job.description ?? ''
  const skills = new Map<string, JobSkill>()
  for (const skill of listedSkills(job, lexicon)) keepHeaviest(skills, skill)
  for (const skill of mentionedSkills(job.title, description, lexicon)) {
    if (skills.get(skill.key)?.source !== 'listed' && skills.size < MAX_SKILLS) keepHeaviest(skills, skill)
  }
  return {
    title: job.title,
    description,
    skills: [...skills.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    experience_min: job.experience_min,
    experience_max: job.experience_max,
    location: job.location,
    location_type: job.location_type,
    education_min: job.education_min,
    embedding: embed([
      { text: job.title, weight: TITLE * ONCE },
      { text: description, weight: ONCE },
      ...job.skills.map(({ name }) => ({ text: name, weight: ONCE })),
    ]),
  }
}

function listedSkills(job: JobInput, { normalizeSkill }: Lexicon): JobSkill[] {
  return job.skills.slice(0, MAX_SKILLS).map(({ requirement_id, name, required, weight }) => ({
    key: normalizeSkill(name).key,
    name,
    required,
    weight: Math.min(1, Math.max(0, weight ?? (required ? REQUIRED : PREFERRED))),
    requirement_id,
    source: 'listed',
  }))
}

function mentionedSkills(title: string, description: string, { findSkills }: Lexicon): JobSkill[] {
  return [
    ...findSkills(title).map((found) => mentioned(found, IN_TITLE)),
    ...findSkills(description).map((found) => mentioned(found, isGeneral(found) ? GENERAL : IN_DESCRIPTION)),
  ]
}

function mentioned({ key, name }: FoundSkill, weight: number): JobSkill {
  return { key, name, required: false, weight, requirement_id: `description:${key}`, source: 'description' }
}

function isGeneral({ kind, category }: FoundSkill): boolean {
  return kind === 'soft' || category === 'office' || category === 'strategy-and-operations'
}

/** Of two entries for one skill the required one stays, then the heavier, then the one whose id sorts first. */
function keepHeaviest(skills: Map<string, JobSkill>, skill: JobSkill): void {
  const known = skills.get(skill.key)
  if (known === undefined || isHeavier(skill, known)) skills.set(skill.key, skill)
}

function isHeavier(a: JobSkill, b: JobSkill): boolean {
  if (a.required !== b.required) return a.required
  return a.weight !== b.weight ? a.weight > b.weight : a.requirement_id < b.requirement_id
}
