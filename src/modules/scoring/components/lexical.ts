import type { CandidateProfile, JobProfile } from '../profiles.ts'
import { type AskedWords, askedWords } from '../work-words.ts'
import { type ComponentResult, FULL, single } from './component.ts'

/** Of the words of the title beside those of the description, in hundredths. */
const TITLE = 40

/** How many of the job's words of work, by how rare they are, stand anywhere in the resume. */
export function scoreLexical(job: JobProfile, candidate: CandidateProfile): ComponentResult | null {
  const title = askedWords(job.title)
  const description = askedWords(job.description)
  if (title.total + description.total === 0) return null
  const held = new Set(candidate.words.split(' '))
  const score = blended(shareOf(title, held), shareOf(description, held))
  const part = {
    requirement_id: 'words',
    requirement: job.title,
    candidate_value: `${Math.round(score / 100)} %`,
  }
  return single(score, { ...part, kind: 'info' }, null)
}

/** Null where nothing is asked. */
function shareOf({ words, total }: AskedWords, held: ReadonlySet<string>): number | null {
  if (total === 0) return null
  let found = 0
  for (const [word, weight] of words) if (held.has(word)) found += weight
  return found / total
}

function blended(title: number | null, description: number | null): number {
  const share =
    title === null || description === null
      ? (title ?? description ?? 0)
      : (title * TITLE + description * (100 - TITLE)) / 100
  return Math.round(share * FULL)
}
