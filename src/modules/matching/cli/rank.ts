import { parseDocument } from '#src/modules/resumes/parser/parse-document.ts'
import { candidateProfile } from '#src/modules/scoring/candidate-profile.ts'
import { jobProfile } from '#src/modules/scoring/job-profile.ts'
import type { CandidateProfile } from '#src/modules/scoring/profiles.ts'
import { scoreMatch } from '#src/modules/scoring/score.ts'
import type { Doc, Job } from './read-input.ts'

export interface Ranking {
  query: string
  /** Best first; equal scores by id. */
  ranked: Array<[id: string, score: number]>
}

export interface ProfiledDoc {
  id: string
  profile: CandidateProfile | null
}

/** Reads a resume as an upload of plain text is read; null where nothing could be read in it. */
export async function profileDoc({ id, text }: Doc, asOf: Date): Promise<ProfiledDoc> {
  const result = await parseDocument({ bytes: Buffer.from(text), filename: 'resume.txt' }, { asOf })
  if (result.parsed_data === null) return { id, profile: null }
  const month = asOf.toISOString().slice(0, 7)
  return { id, profile: candidateProfile(result.parsed_data, result.provenance, result.text, month) }
}

/** Every resume for a job; one without a profile comes last with a score of 0. */
export function rankDocs(job: Job, docs: readonly ProfiledDoc[], top: number): Ranking {
  const profile = jobProfile({
    title: job.title,
    description: job.description ?? null,
    skills: [],
    experience_min: null,
    experience_max: null,
    location: null,
    location_type: null,
    education_min: null,
  })
  const scored = docs.map((doc): [string, number] => [
    doc.id,
    doc.profile === null ? 0 : scoreMatch(profile, doc.profile).score,
  ])
  scored.sort(([a, scoreOfA], [b, scoreOfB]) => scoreOfB - scoreOfA || (a < b ? -1 : a > b ? 1 : 0))
  return { query: job.id, ranked: scored.slice(0, top).map(([id, score]) => [id, score / 100]) }
}
