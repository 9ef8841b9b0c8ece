import type { JobProfile, JobSkill } from '#src/modules/scoring/profiles.ts'
import type { Preferences } from '#src/modules/scoring-preferences/index.ts'
import type { Lexicon } from '#src/modules/skills/lexicon.ts'

/** Of a skill that a job may not ask for at all: as one that it lists as wished for. */
const PREFERRED = 0.5

/** A job as whoever it is for wants it scored. What it asks for itself stays as it asks for it, or weighs more. */
export function preferring(
  job: JobProfile,
  { preferredSkills, remotePolicy }: Preferences,
  { normalizeSkill }: Lexicon,
): JobProfile {
  const skills = new Map(job.skills.map((skill) => [skill.key, skill]))
  for (const name of preferredSkills) {
    const { key } = normalizeSkill(name)
    const asked = skills.get(key)
    if (!asked || (asked.source === 'description' && asked.weight < PREFERRED))
      skills.set(key, preferredSkill(key, name))
  }
  return {
    ...job,
    skills: [...skills.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    location_type: remotePolicy === 'remote_ok' ? 'remote' : job.location_type,
  }
}

const preferredSkill = (key: string, name: string): JobSkill => ({
  key,
  name,
  required: false,
  weight: PREFERRED,
  requirement_id: `preferred:${key}`,
  source: 'preferred',
})
