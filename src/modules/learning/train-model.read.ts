import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { ScoredComponent } from '#src/modules/scoring/score.ts'
import type { Judgement } from './rewards.ts'

const text = (value: string) => value
const json = JSON.parse

/** A judgement with the match as it is scored now. */
export interface JudgedRow extends Judgement {
  jobId: string
  candidateId: string
  givenAt: Date
  components: ScoredComponent[]
}

const judgedStatement = written<JudgedRow>(
  `select f.job_id, f.candidate_id, coalesce(f.given_by, f.application_id)::text, f.action, f.outcome, f.rating,
     f.performance_rating, f.retention_months, f.given_at, m.components
   from learning_feedback f
   join candidates c on c.tenant_id = f.tenant_id and c.id = f.candidate_id and c.deleted_at is null
   join matches m on m.tenant_id = f.tenant_id and m.job_id = f.job_id and m.candidate_id = f.candidate_id
   where f.tenant_id = $1::uuid and f.withdrawn_at is null
   order by f.given_at desc, f.id desc limit $2`,
  ['tenantId', 'limit'],
  {
    jobId: text,
    candidateId: text,
    givenBy: text,
    action: (word) => word as Judgement['action'],
    outcome: (word) => word as Judgement['outcome'],
    rating: Number,
    performanceRating: Number,
    retentionMonths: Number,
    givenAt: (time) => new Date(time),
    components: json,
  },
)

/** What was said last, newest first. */
export const listJudged = (tx: TenantTx, limit: number): Promise<JudgedRow[]> =>
  tx.all(judgedStatement, { limit })

/** A place as it was shown. */
export interface ShownRow {
  listId: string
  jobId: string
  candidateId: string
  rank: number
  /** Millionths. */
  propensity: number
  shownAt: Date
  features: Record<string, number>
  worth: Record<string, number>
}

const shownStatement = written<ShownRow>(
  `select l.list_id, l.job_id, l.candidate_id, l.rank, l.propensity, l.shown_at, l.features, l.worth
   from exploration_log l
   join (
     select list_id from exploration_log where tenant_id = $1::uuid and rank = 1
     order by shown_at desc, id desc limit $2
   ) last on last.list_id = l.list_id
   join candidates c on c.tenant_id = l.tenant_id and c.id = l.candidate_id and c.deleted_at is null
   where l.tenant_id = $1::uuid
   order by l.list_id, l.rank`,
  ['tenantId', 'lists'],
  {
    listId: text,
    jobId: text,
    candidateId: text,
    rank: Number,
    propensity: Number,
    shownAt: (time) => new Date(time),
    features: json,
    worth: json,
  },
)

/** The lists shown last, each in its order. */
export const listShown = (tx: TenantTx, lists: number): Promise<ShownRow[]> =>
  tx.all(shownStatement, { lists })

export interface PooledRow {
  jobId: string
  candidateId: string
  components: ScoredComponent[]
}

const poolStatement = written<PooledRow>(
  `select m.job_id, m.candidate_id, m.components
   from unnest($2::uuid[]) wanted(job_id)
   cross join lateral (
     select job_id, candidate_id, components from matches
     where tenant_id = $1::uuid and job_id = wanted.job_id
     order by score desc, candidate_id limit $3) m
   join candidates c on c.tenant_id = $1::uuid and c.id = m.candidate_id and c.deleted_at is null
   order by m.job_id, m.candidate_id`,
  ['tenantId', 'jobIds', 'limit'],
  { jobId: text, candidateId: text, components: json },
)

/** Those from whom the first of these jobs are chosen. */
export const listPool = (tx: TenantTx, jobIds: string[], limit: number): Promise<PooledRow[]> =>
  tx.all(poolStatement, { jobIds: arrayLiteral(jobIds), limit })
