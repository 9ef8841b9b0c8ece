import { and, eq, isNull, sql } from 'drizzle-orm'
import { type ApplicationSnapshot, candidates } from '#src/db/schema/candidates.ts'
import { type JobStatus, jobs } from '#src/db/schema/jobs.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

// The jobs and candidates that applications are between.

/** A job and a candidate who may apply to it, with what the application will keep of the candidate. */
interface Pairing extends ApplicationSnapshot {
  jobStatus: JobStatus
  pipelineId: string
}

const pairingStatement = prepared<Pairing>(
  query
    .select({
      jobStatus: jobs.status,
      pipelineId: jobs.pipelineId,
      first_name: candidates.firstName,
      last_name: candidates.lastName,
      email: candidates.email,
      phone: candidates.phone,
      headline: candidates.headline,
      company: candidates.company,
      location: candidates.location,
      links: candidates.links,
    })
    .from(jobs)
    .innerJoin(candidates, eq(candidates.tenantId, jobs.tenantId))
    .where(
      and(
        eq(jobs.tenantId, sql.placeholder('tenantId')),
        eq(jobs.id, sql.placeholder('jobId')),
        isNull(jobs.deletedAt),
        eq(candidates.id, sql.placeholder('candidateId')),
        isNull(candidates.deletedAt),
      ),
    )
    .for('share'),
)

/** Keeps both as they are until the transaction ends: the job stays open, the candidate stays. */
export const sharePairing = (
  tx: TenantTx,
  jobId: string,
  candidateId: string,
): Promise<Pairing | undefined> => tx.first(pairingStatement, { jobId, candidateId })

/** How firmly a candidate is kept: `no key update` also makes whoever else applies in their name wait. */
export type Hold = 'share' | 'no key update'

const keepStatement = (hold: Hold) =>
  written<{ id: string }>(
    `select j.id from jobs j join candidates c on c.tenant_id = j.tenant_id
     where j.tenant_id = $1::uuid
       and j.id in ((select a.job_id from applications a where a.tenant_id = $1::uuid and a.id = $2::uuid), $3::uuid)
       and c.id = (select a.candidate_id from applications a where a.tenant_id = $1::uuid and a.id = $2::uuid)
     order by j.id for share of j for ${hold} of c`,
    ['tenantId', 'id', 'otherJobId'],
    { id: (id) => id },
  )

const keepStatements = { share: keepStatement('share'), 'no key update': keepStatement('no key update') }

/**
 * Keeps the job of an application, another one, and the candidate as they are until the transaction ends. Asked for
 * before the application is locked, as pipelines are edited in this order too. Answers the jobs.
 */
export const keepSurroundings = async (
  tx: TenantTx,
  id: string,
  hold: Hold,
  otherJobId: string | null,
): Promise<string[]> => (await tx.all(keepStatements[hold], { id, otherJobId })).map((job) => job.id)

export interface JobSummary {
  id: string
  title: string
  status: JobStatus
}

const jobsStatement = prepared<JobSummary>(
  query
    .select({ id: jobs.id, title: jobs.title, status: jobs.status })
    .from(jobs)
    .where(
      and(
        eq(jobs.tenantId, sql.placeholder('tenantId')),
        sql`${jobs.id} = any(${sql.placeholder('ids')}::uuid[])`,
        isNull(jobs.deletedAt),
      ),
    ),
)

export const listJobSummaries = (tx: TenantTx, ids: string[]): Promise<JobSummary[]> =>
  tx.all(jobsStatement, { ids: arrayLiteral(ids) })

const stageStatement = written<{ id: string }>(
  `select s.id from pipeline_stages s join jobs j on j.tenant_id = s.tenant_id and j.pipeline_id = s.pipeline_id
   where s.tenant_id = $1::uuid and s.id = $2::uuid and j.deleted_at is null
     and ($3::uuid is null or $3::uuid in (j.recruiter_id, j.hiring_manager_id))`,
  ['tenantId', 'id', 'person'],
  { id: (id) => id },
)

/** Whether a job has the stage, one that names `person` where one is given. */
export const isStageOfJob = async (tx: TenantTx, id: string, person: string | undefined): Promise<boolean> =>
  (await tx.first(stageStatement, { id, person })) !== undefined
