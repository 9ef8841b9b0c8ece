import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { jobs } from '#src/db/schema/jobs.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { JobRow } from '#src/modules/jobs/index.ts'

/** What of a job counts towards scores, beside its skills. */
export type JobSource = Pick<
  JobRow,
  | 'id'
  | 'version'
  | 'clientId'
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
      clientId: jobs.clientId,
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

/** Jobs that run and are scored with the preferences of a client, or, without one, of the tenant. */
const scoredBy = `j.tenant_id = $1::uuid and j.deleted_at is null and j.status in ('open', 'paused')
   and case when $2::uuid is not null then j.client_id = $2::uuid
     else j.client_id is null or not exists (
       select 1 from scoring_preferences p
       where p.tenant_id = j.tenant_id and p.client_id = j.client_id and p.state = 'active') end`

const nextStatement = written<{ id: string }>(
  `select j.id from jobs j where ${scoredBy} and j.id > $3::uuid order by j.id limit 1`,
  ['tenantId', 'clientId', 'after'],
  { id: String },
)

/** The first one after `after`. */
export const findNextScoredBy = async (
  tx: TenantTx,
  clientId: string | null,
  after: string,
): Promise<string | undefined> => (await tx.first(nextStatement, { clientId, after }))?.id

const countStatement = written<{ jobs: number }>(
  `select count(*)::integer from jobs j where ${scoredBy}`,
  ['tenantId', 'clientId'],
  { jobs: Number },
)

export const countScoredBy = async (tx: TenantTx, clientId: string | null): Promise<number> =>
  (await tx.first(countStatement, { clientId }))?.jobs ?? 0
