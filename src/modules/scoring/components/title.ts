import { divideRounded } from '../apportion.ts'
import { likenessOfTitles } from '../occupations/title-likeness.ts'
import type { CandidateProfile, HeldTitle, JobProfile } from '../profiles.ts'
import { titleWords } from '../title-words.ts'
import { type ComponentResult, FULL, single } from './component.ts'

/** How much a title counts, in hundredths, by its place: the latest in full. */
const BY_AGE = [100, 100, 85, 75, 65, 60, 55, 50]
const OLDEST = 45
const MET = 8000

/** The closest of the candidate's titles: by the words it shares with the job's, or by the occupations both stand for. */
export function scoreTitle(job: JobProfile, candidate: CandidateProfile): ComponentResult | null {
  const wanted = titleWords(job.title)
  if (wanted.size === 0) return null
  let score = 0
  let closest: HeldTitle | null = null
  candidate.titles.forEach((held, index) => {
    const byWords = sharedWords(wanted, titleWords(held.title))
    const byWork = Math.round(likenessOfTitles(job.title, held.title) * FULL)
    const counted = divideRounded(Math.max(byWords, byWork) * (BY_AGE[index] ?? OLDEST), 100)
    if (counted > score) [score, closest] = [counted, held]
  })
  return resultOf(job.title, score, closest)
}

function resultOf(requirement: string, score: number, closest: HeldTitle | null): ComponentResult {
  const part = { requirement_id: 'title', requirement, candidate_value: closest?.title ?? null }
  const kind = score >= MET ? 'met' : score > 0 ? 'partial' : 'missing'
  return single(score, { ...part, kind }, closest)
}

/** Twice the weight of the shared words over the weight of all of them (Dice). */
function sharedWords(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0
  for (const [word, weight] of a) if (b.has(word)) shared += weight
  const all = weightOf(a) + weightOf(b)
  return all === 0 ? 0 : divideRounded(2 * shared * FULL, all)
}

function weightOf(title: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const weight of title.values()) sum += weight
  return sum
}
