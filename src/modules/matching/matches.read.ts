import { and, eq, type SQL, sql } from 'drizzle-orm'
import { defineList, type ListSource } from '#src/db/list.ts'
import { type JobStatus, jobs } from '#src/db/schema/jobs.ts'
import { matches } from '#src/db/schema/matching.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { Factor, ScoredComponent } from '#src/modules/scoring/score.ts'
import type { ReviewRow } from './reviews.repo.ts'

export interface MatchRow {
  id: string
  jobId: string
  candidateId: string
  resumeId: string
  score: number
  /** What a person put beside the score, or the score. */
  reviewedScore: number
  components: ScoredComponent[]
  flags: string[]
  scoringVersion: string
  /** Null: made with the default weights. */
  preferencesId: string | null
  scoredAt: Date
  applied: boolean
  review: LatestReview | null
}

/** The last step of people looking at the pair, as JSON has it. */
export interface LatestReview extends Pick<ReviewRow, 'state' | 'outcome' | 'score' | 'decision' | 'reason'> {
  machine_score: number
  scoring_version: string
  actor_id: string | null
  occurred_at: string
}

const columns = {
  id: matches.id,
  jobId: matches.jobId,
  candidateId: matches.candidateId,
  resumeId: matches.resumeId,
  score: matches.score,
  components: sql`${matches.components}`.mapWith((text): ScoredComponent[] => JSON.parse(text)),
  scoringVersion: matches.scoringVersion,
  preferencesId: matches.preferencesId,
  scoredAt: matches.scoredAt,
}

// The table by its name: of a column, Drizzle writes no more than its own in what a list selects.
const applied = sql`exists (
  select 1 from applications a
  where a.tenant_id = matches.tenant_id and a.job_id = matches.job_id and a.candidate_id = matches.candidate_id
    and a.deleted_at is null)`

/**
 * Row security hides candidates, and this carries that over to their matches. Scalar, so that it is asked row by row in
 * the order of the rank until a page is full: a join would be of all rows, and sorted.
 */
const shown = sql`(
  select c.deleted_at is null from candidates c
  where c.tenant_id = ${matches.tenantId} and c.id = ${matches.candidateId})
and (
  select j.deleted_at is null from jobs j where j.tenant_id = ${matches.tenantId} and j.id = ${matches.jobId})`

const latestReview = (what: string) => sql`(
  select ${sql.raw(what)} from human_reviews r
  where r.tenant_id = matches.tenant_id and r.job_id = matches.job_id and r.candidate_id = matches.candidate_id
  order by r.occurred_at desc, r.id desc limit 1)`

/** For a job that names `person`. */
const namedByJob = sql`exists (
  select 1 from jobs j
  where j.tenant_id = ${matches.tenantId} and j.id = ${matches.jobId}
    and ${sql.placeholder('person')}::uuid in (j.recruiter_id, j.hiring_manager_id))`

const rankedColumns = {
  ...columns,
  flags: matches.flags,
  reviewedScore: matches.reviewedScore,
  applied: sql`${applied}`.mapWith((text) => text === 't').as('applied'),
  review: latestReview(`json_build_object('state', r.state, 'outcome', r.outcome, 'score', r.score,
    'decision', r.decision, 'reason', r.reason, 'machine_score', r.machine_score, 'actor_id', r.actor_id,
    'scoring_version', r.scoring_version, 'occurred_at', r.occurred_at)`)
    .mapWith((text): LatestReview => JSON.parse(text))
    .as('review') as SQL.Aliased<LatestReview | null>,
}

const ranked = {
  from: matches,
  select: rankedColumns,
  sorts: {
    score: { column: matches.score, value: (row) => row.score },
    reviewed_score: { column: matches.reviewedScore, value: (row) => row.reviewedScore },
  },
  filters: {
    score: matches.score,
    review: (_op, name) =>
      sql`coalesce(${latestReview('coalesce(r.outcome, r.state)')}, 'none') = ${sql.placeholder(name)}::text`,
    updated_at: matches.updatedAt,
  },
  where: shown,
  conditions: {
    job: eq(matches.jobId, sql.placeholder('jobId')),
    candidate: eq(matches.candidateId, sql.placeholder('candidateId')),
    named: namedByJob,
    applied,
    notApplied: sql`not ${applied}`,
  },
} satisfies ListSource<MatchRow>

/** Conditions: `job`, always given; `applied` and `notApplied`. Equal scores by candidate. */
export const listJobMatches = defineList<MatchRow>({
  ...ranked,
  tie: { column: matches.candidateId, value: (row) => row.candidateId },
})

/** Conditions: `candidate`, always given; `applied`, `notApplied`; `named` for the jobs that name `person`. Equal scores by job. */
export const listCandidateMatches = defineList<MatchRow>({
  ...ranked,
  tie: { column: matches.jobId, value: (row) => row.jobId },
})

const byId = and(
  eq(matches.tenantId, sql.placeholder('tenantId')),
  eq(matches.id, sql.placeholder('id')),
  shown,
)

const select = () => query.select(rankedColumns).from(matches)
const findStatement = {
  all: prepared<MatchRow>(select().where(byId)),
  own: prepared<MatchRow>(select().where(and(byId, namedByJob))),
}
const lockStatement = prepared<{ id: string }>(
  query.select({ id: matches.id }).from(matches).where(byId).for('update'),
)

/** `person`: only among the matches for jobs that name them. */
export const findMatch = (tx: TenantTx, id: string, person?: string): Promise<MatchRow | undefined> =>
  tx.first(person === undefined ? findStatement.all : findStatement.own, { id, person })

/**
 * As `findMatch`, making other writers of the match wait for this transaction. Read only then: a statement that waited for
 * the row would still see the reviews of when it began.
 */
export const lockMatch = async (tx: TenantTx, id: string): Promise<MatchRow | undefined> =>
  (await tx.first(lockStatement, { id })) && findMatch(tx, id)

/** With what it was made from. */
export type ExplainedRow = Omit<MatchRow, 'flags' | 'applied' | 'review' | 'reviewedScore'> & {
  factors: Factor[]
  inputsHash: string
  /** 0: not recorded. */
  jobVersion: number
  profileRevision: number
}

const explained = (named?: SQL) =>
  prepared<ExplainedRow>(
    query
      .select({
        ...columns,
        factors: sql`${matches.factors}`.mapWith((text): Factor[] => JSON.parse(text)),
        inputsHash: matches.inputsHash,
        jobVersion: matches.jobVersion,
        profileRevision: matches.profileRevision,
      })
      .from(matches)
      .where(and(byId, named)),
  )
const explainedStatement = { all: explained(), own: explained(namedByJob) }

/** `person`: only among the matches for jobs that name them. */
export const findExplained = (tx: TenantTx, id: string, person?: string): Promise<ExplainedRow | undefined> =>
  tx.first(person === undefined ? explainedStatement.all : explainedStatement.own, { id, person })

export interface JobSummary {
  id: string
  title: string
  status: JobStatus
  location: string | null
}

const summariesStatement = prepared<JobSummary>(
  query
    .select({ id: jobs.id, title: jobs.title, status: jobs.status, location: jobs.location })
    .from(jobs)
    .where(
      and(
        eq(jobs.tenantId, sql.placeholder('tenantId')),
        sql`${jobs.id} = any(${sql.placeholder('ids')}::uuid[])`,
      ),
    ),
)

export const summarizeJobs = (tx: TenantTx, ids: string[]): Promise<JobSummary[]> =>
  tx.all(summariesStatement, { ids: arrayLiteral(ids) })
