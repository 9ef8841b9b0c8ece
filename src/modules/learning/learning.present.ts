import type { z } from 'zod'
import { isoTime } from '#src/lib/iso-time.ts'
import { WEIGHT_SUM } from '#src/modules/scoring/weights.ts'
import type { FeedbackRow } from './feedback.repo.ts'
import type { feedbackSchema, logEntrySchema, sampleSchema } from './learning.schemas.ts'
import type { EvaluationRow, ModelRow, SampleRow } from './models.repo.ts'
import type { modelSchema, performanceSchema } from './models.schemas.ts'
import type { LogRow } from './shortlist.repo.ts'

export type Feedback = z.input<typeof feedbackSchema>
export type Model = z.input<typeof modelSchema>

export const presentFeedback = (row: FeedbackRow): Feedback => ({
  id: row.id,
  job_id: row.jobId,
  candidate_id: row.candidateId,
  source: row.applicationId === null ? 'person' : 'application',
  given_by: row.givenBy,
  application_id: row.applicationId,
  action: row.action,
  outcome: row.outcome,
  rating: row.rating,
  performance_rating: row.performanceRating,
  retention_months: row.retentionMonths,
  reason: row.reason,
  given_at: isoTime(row.givenAt),
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})

/** The database counts in hundredths, ten-thousandths and millionths; the API shows decimals. */
const scaled = (values: Readonly<Record<string, number>>, by: number) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value / by]))

export const presentSample = (row: SampleRow): z.input<typeof sampleSchema> => ({
  id: row.id,
  model_id: row.modelId,
  position: row.position,
  job_id: row.jobId,
  candidate_id: row.candidateId,
  features: scaled(row.features, 100),
  worth: scaled(row.worth, 100),
  reward: row.reward / 10_000,
  feedbacks: row.feedbacks,
  created_at: isoTime(row.createdAt),
})

export const presentPlace = (row: Pick<LogRow, 'rank' | 'baseRank' | 'propensity' | 'score'>) => ({
  rank: row.rank,
  base_rank: row.baseRank,
  propensity: row.propensity / 1_000_000,
  score: row.score / 100,
})

export const presentExploration = ({
  policy,
  epsilon,
  band,
}: Pick<LogRow, 'policy' | 'epsilon' | 'band'>) => ({
  policy,
  epsilon: epsilon / 10_000,
  band: band / 100,
})

export const presentLogEntry = (row: LogRow): z.input<typeof logEntrySchema> => ({
  id: row.id,
  list_id: row.listId,
  job_id: row.jobId,
  candidate_id: row.candidateId,
  model_id: row.modelId,
  ...presentExploration(row),
  ...presentPlace(row),
  features: scaled(row.features, 100),
  worth: scaled(row.worth, 100),
  shown_at: isoTime(row.shownAt),
})

/** `groups`: whether how groups of people fared is shown. */
export const presentModel = (row: ModelRow, { groups }: { groups: boolean }): Model => ({
  id: row.id,
  kind: row.kind,
  number: row.number,
  state: row.state,
  weights: row.weights && (scaled(row.weights, WEIGHT_SUM) as Model['weights']),
  prior: row.prior && (scaled(row.prior, WEIGHT_SUM) as Model['prior']),
  scoring_version: row.scoringVersion,
  seed: row.seed,
  training: row.training,
  gates: (row.gates as Model['gates']).map((gate) => (groups ? gate : withoutGroups(gate))),
  preferences_id: row.preferencesId,
  previous_id: row.previousId,
  requested_by: row.requestedBy,
  activated_by: row.activatedBy,
  evaluated_at: row.evaluatedAt && isoTime(row.evaluatedAt),
  activated_at: row.activatedAt && isoTime(row.activatedAt),
  ended_at: row.endedAt && isoTime(row.endedAt),
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})

const withoutGroups = ({ detail: { groups: _, ...detail }, ...gate }: Model['gates'][number]) => ({
  ...gate,
  detail,
})

export const presentPerformance = (
  { id, state }: ModelRow,
  evaluations: EvaluationRow[],
): z.input<typeof performanceSchema> => ({
  model_id: id,
  state,
  evaluations: evaluations.map(({ kind, metrics, createdAt }) => ({
    kind,
    metrics,
    created_at: isoTime(createdAt),
  })),
})
