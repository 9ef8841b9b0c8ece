import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { jobs } from '#src/db/schema/jobs.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { JobRow } from '#src/modules/jobs/index.ts'

/** What of a job counts towards scores, beside its skills. */
export type JobSource = Pick<
  JobRow,
  | 'id'
  | 'version'
  | 'title'
  | 'description'
  | 'experienceMin'
  | 'experienceMax'
  | 'location'
  | 'locationType'
  | 'educationMin'
>

const appliedTo = sql`exists (
  select 1 from applications a
  join candidates c on c.tenant_id = a.tenant_id and c.id = a.candidate_id
  where a.tenant_id = ${jobs.tenantId} and a.job_id = ${jobs.id} and a.deleted_at is null
    and a.candidate_id = ${sql.placeholder('candidateId')}::uuid)`

const pageStatement = prepared<JobSource>(
  query
    .select({
      id: jobs.id,
      version: jobs.version,
      title: jobs.title,
      description: jobs.description,
      experienceMin: jobs.experienceMin,
      experienceMax: jobs.experienceMax,
      location: jobs.location,
      locationType: jobs.locationType,
      educationMin: jobs.educationMin,
    })
    .from(jobs)
    .where(
      and(
        eq(jobs.tenantId, sql.placeholder('tenantId')),
        isNull(jobs.deletedAt),
        or(eq(jobs.status, 'open'), appliedTo),
        gt(jobs.id, sql.placeholder('after')),
      ),
    )
    .orderBy(asc(jobs.id))
    .limit(sql.placeholder('limit')),
)

/** The jobs a candidate is scored for: all open ones, and in any state those the candidate applied to. */
export const listJobsOf = (
  tx: TenantTx,
  candidateId: string,
  after: string,
  limit: number,
): Promise<JobSource[]> => tx.all(pageStatement, { candidateId, after, limit })
