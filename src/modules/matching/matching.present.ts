import type { z } from 'zod'
import type { CandidateRow } from '#src/modules/candidates/index.ts'
import { explain } from '#src/modules/scoring/explain.ts'
import type { Factor, ScoredComponent } from '#src/modules/scoring/score.ts'
import type { ExplainedRow, JobSummary, MatchRow } from './matches.read.ts'
import type {
  candidateMatchSchema,
  explanationSchema,
  factorSchema,
  jobMatchSchema,
  Language,
} from './matching.schemas.ts'

/** The database counts in hundredths and basis points; the API shows decimals. */
const decimal = (hundredths: number) => hundredths / 100

const presentComponent = ({ name, score, weight }: ScoredComponent) => ({
  name,
  score: decimal(score),
  weight: weight / 10_000,
})

const presentMatch = (row: MatchRow) => ({
  id: row.id,
  job_id: row.jobId,
  candidate_id: row.candidateId,
  resume_id: row.resumeId,
  score: decimal(row.score),
  components: row.components.map(presentComponent),
  applied: row.applied,
  flags: row.flags,
  scoring_version: row.scoringVersion,
  scored_at: row.scoredAt.toISOString(),
})

export const presentJobMatch = (
  row: MatchRow,
  candidate: CandidateRow | undefined,
): z.input<typeof jobMatchSchema> => ({
  ...presentMatch(row),
  candidate: candidate
    ? {
        first_name: candidate.firstName,
        last_name: candidate.lastName,
        headline: candidate.headline,
        location: candidate.location,
      }
    : null,
})

export const presentCandidateMatch = (
  row: MatchRow,
  job: JobSummary | undefined,
): z.input<typeof candidateMatchSchema> => ({
  ...presentMatch(row),
  job: job ? { title: job.title, status: job.status, location: job.location } : null,
})

export const presentExplanation = (
  row: ExplainedRow,
  language: Language,
): z.input<typeof explanationSchema> => ({
  match_id: row.id,
  job_id: row.jobId,
  candidate_id: row.candidateId,
  resume_id: row.resumeId,
  score: decimal(row.score),
  components: row.components.map(presentComponent),
  factors: row.factors.map(presentFactor),
  ...explain(row.factors, language),
  scoring_version: row.scoringVersion,
  scored_at: row.scoredAt.toISOString(),
  language,
})

const presentFactor = (factor: Factor): z.input<typeof factorSchema> => ({
  component: factor.component,
  requirement_id: factor.requirement_id,
  requirement: factor.requirement,
  kind: factor.kind,
  points: decimal(factor.points),
  candidate_value: factor.candidate_value,
  pointer: factor.pointer,
  span: factor.span,
})
