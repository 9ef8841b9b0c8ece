import { pick } from '#src/lib/random.ts'
import { jobProfile } from '../job-profile.ts'
import type { JobProfile } from '../profiles.ts'
import type { Resume } from '../resume.ts'
import { changed, PERSONAL_KINDS, type PersonalKind, somebody } from './people.ts'
import { resumeOf } from './resume-of.ts'
import { SYNONYMS, WORKS, type Work } from './work.ts'

export const PAIR_KINDS = [...PERSONAL_KINDS, 'everything_personal', 'synonym'] as const
export type PairKind = (typeof PAIR_KINDS)[number]

/** Two resumes of the same work. */
export interface Pair {
  kind: PairKind
  left: Resume
  right: Resume
}

/** The resume of somebody beside one that differs from it in one kind of thing, for every kind. */
export function pairsOf(random: () => number): { work: Work; pairs: Pair[] } {
  const work = pick(WORKS, random)
  const person = somebody(random)
  const left = resumeOf(work, person)
  const rightOf = (kind: PairKind) => {
    if (kind === 'synonym') return resumeOf(work, person, otherWriting(random))
    const kinds: readonly PersonalKind[] = kind === 'everything_personal' ? PERSONAL_KINDS : [kind]
    return resumeOf(
      work,
      kinds.reduce((before, changing) => changed(before, changing, random), person),
    )
  }
  return { work, pairs: PAIR_KINDS.map((kind) => ({ kind, left, right: rightOf(kind) })) }
}

function otherWriting(random: () => number): (text: string) => string {
  const chosen = SYNONYMS.filter(() => random() < 0.7)
  return (text) => chosen.reduce((written, [one, other]) => written.replaceAll(one, other), text)
}

/** The job that asks for this work, and asks for a bit more than most have. */
export function jobOf(work: Work): JobProfile {
  return jobProfile({
    title: work.jobTitle,
    description: work.jobText,
    skills: work.skills.map((name, i) => ({ requirement_id: `r${i}`, name, required: i < 2 })),
    experience_min: 9,
    experience_max: null,
    location: 'Austin, TX',
    location_type: 'onsite',
    education_min: 'bachelor',
  })
}
