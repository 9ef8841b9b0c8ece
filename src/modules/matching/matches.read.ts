import { and, eq, type SQL, sql } from 'drizzle-orm'
import { defineList, type ListSource } from '#src/db/list.ts'
import { type JobStatus, jobs } from '#src/db/schema/jobs.ts'
import { matches } from '#src/db/schema/matching.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { Factor, ScoredComponent } from '#src/modules/scoring/score.ts'

export interface MatchRow {
  id: string
  jobId: string
  candidateId: string
  resumeId: string
  score: number
  components: ScoredComponent[]
  flags: string[]
  scoringVersion: string
  scoredAt: Date
  applied: boolean
}

const columns = {
  id: matches.id,
  jobId: matches.jobId,
  candidateId: matches.candidateId,
  resumeId: matches.resumeId,
  score: matches.score,
  components: sql`${matches.components}`.mapWith((text): ScoredComponent[] => JSON.parse(text)),
  scoringVersion: matches.scoringVersion,
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

/** For a job that names `person`. */
const namedByJob = sql`exists (
  select 1 from jobs j
  where j.tenant_id = ${matches.tenantId} and j.id = ${matches.jobId}
    and ${sql.placeholder('person')}::uuid in (j.recruiter_id, j.hiring_manager_id))`

const ranked = {
  from: matches,
  select: {
    ...columns,
    flags: matches.flags,
    applied: sql`${applied}`.mapWith((text) => text === 't').as('applied'),
  },
  sorts: { score: { column: matches.score, value: (row) => row.score } },
  filters: { score: matches.score, updated_at: matches.updatedAt },
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

export type ExplainedRow = Omit<MatchRow, 'flags' | 'applied'> & { factors: Factor[] }

const explained = (named?: SQL) =>
  prepared<ExplainedRow>(
    query
      .select({ ...columns, factors: sql`${matches.factors}`.mapWith((text): Factor[] => JSON.parse(text)) })
      .from(matches)
      .where(
        and(
          eq(matches.tenantId, sql.placeholder('tenantId')),
          eq(matches.id, sql.placeholder('id')),
          shown,
          named,
        ),
      ),
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
