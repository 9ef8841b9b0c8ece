import type { z } from 'zod'
import type { CandidateRow } from '#src/modules/candidates/index.ts'
import type { FactorKind } from '#src/modules/scoring/components/component.ts'
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
import type { ReviewRow } from './reviews.repo.ts'
import type { reviewSchema } from './reviews.schemas.ts'

/** The database counts in hundredths and basis points; the API shows decimals. */
export const decimal = (hundredths: number) => hundredths / 100

export const presentComponent = ({ name, score, weight }: ScoredComponent) => ({
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
  scoring_preferences_id: row.preferencesId,
  scored_at: row.scoredAt.toISOString(),
  review: row.review && {
    ...row.review,
    score: row.review.score === null ? null : decimal(row.review.score),
    machine_score: decimal(row.review.machine_score),
    occurred_at: new Date(row.review.occurred_at).toISOString(),
  },
  reviewed_score: decimal(row.reviewedScore),
})

export const presentReview = (row: ReviewRow): z.input<typeof reviewSchema> => ({
  id: row.id,
  match_id: row.matchId,
  state: row.state,
  outcome: row.outcome,
  score: row.score === null ? null : decimal(row.score),
  decision: row.decision,
  reason: row.reason,
  machine_score: decimal(row.machineScore),
  scoring_version: row.scoringVersion,
  scoring_preferences_id: row.preferencesId,
  actor_id: row.actorId,
  occurred_at: row.occurredAt.toISOString(),
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
  ...NOT_POLISHED,
  ...requirementsOf(row.factors),
  scoring_version: row.scoringVersion,
  scoring_preferences_id: row.preferencesId,
  scored_at: row.scoredAt.toISOString(),
  language,
})

const NOT_POLISHED = { polished: false, polish_reason: null, lineage_id: null }

/** What the job asks for by how it is answered. */
function requirementsOf(factors: readonly Factor[]) {
  const of = (kind: FactorKind) => factors.filter((factor) => factor.kind === kind)
  const named = ({ component, requirement_id, requirement }: Factor) => ({
    component,
    requirement_id,
    requirement,
  })
  const [missing, near] = [of('missing'), of('near_miss')]
  return {
    requirements: {
      met: of('met').length,
      partial: of('partial').length,
      near_miss: near.length,
      missing: missing.length,
    },
    missing: missing.map(named),
    near_misses: near.map((factor) => ({ ...named(factor), candidate_value: factor.candidate_value })),
  }
}

export const presentFactor = (factor: Factor): z.input<typeof factorSchema> => ({
  component: factor.component,
  requirement_id: factor.requirement_id,
  requirement: factor.requirement,
  kind: factor.kind,
  points: decimal(factor.points),
  candidate_value: factor.candidate_value,
  pointer: factor.pointer,
  span: factor.span,
})
