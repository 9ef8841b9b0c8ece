import { and, eq, isNull, notInArray, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { type ApplicationSnapshot, applications, candidates } from '#src/db/schema/candidates.ts'
import { type JobStatus, jobs, type STAGE_TYPES } from '#src/db/schema/jobs.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

export type ApplicationRow = Omit<
  typeof applications.$inferSelect,
  'tenantId' | 'createdBy' | 'deletedAt'
> & {
  stageName: string
  stageType: (typeof STAGE_TYPES)[number]
}

/** A column of the application's stage, as a sub-select: lists read one table. */
const ofStage = <T extends string>(column: 'name' | 'type') => sql<T>`(
  select s.${sql.raw(column)} from pipeline_stages s where s.tenant_id = applications.tenant_id and s.id = applications.stage_id)`

const columns = {
  id: applications.id,
  jobId: applications.jobId,
  candidateId: applications.candidateId,
  resumeId: applications.resumeId,
  stageId: applications.stageId,
  stageName: ofStage<string>('name').as('stage_name'),
  stageType: ofStage<ApplicationRow['stageType']>('type').as('stage_type'),
  status: applications.status,
  source: applications.source,
  snapshot: applications.snapshot,
  appliedAt: applications.appliedAt,
  version: applications.version,
  createdAt: applications.createdAt,
  updatedAt: applications.updatedAt,
}

/** Row security hides candidates, and the sub-select carries that over to their applications. */
const shown = sql`${applications.deletedAt} is null and exists (
  select 1 from candidates c
  where c.tenant_id = ${applications.tenantId} and c.id = ${applications.candidateId} and c.deleted_at is null)`

/** To a job that names `person`. */
const namedByJob = sql`exists (
  select 1 from jobs j
  where j.tenant_id = ${applications.tenantId} and j.id = ${applications.jobId} and j.deleted_at is null
    and ${sql.placeholder('person')}::uuid in (j.recruiter_id, j.hiring_manager_id))`

const ofTenant = eq(applications.tenantId, sql.placeholder('tenantId'))
const byId = and(ofTenant, eq(applications.id, sql.placeholder('id')), shown)
const byIdNamed = and(byId, namedByJob)

const select = () => query.select(columns).from(applications)
const find = {
  all: prepared<ApplicationRow>(select().where(byId)),
  own: prepared<ApplicationRow>(select().where(byIdNamed)),
}
const lock = {
  all: prepared<ApplicationRow>(select().where(byId).for('update')),
  own: prepared<ApplicationRow>(select().where(byIdNamed).for('update')),
}

/** `person`: only among the applications to jobs that name them. */
export const findApplication = (
  tx: TenantTx,
  id: string,
  person?: string,
): Promise<ApplicationRow | undefined> => tx.first(person === undefined ? find.all : find.own, { id, person })

/** As `findApplication`, making other writers of the application wait for this transaction. */
export const lockApplication = (
  tx: TenantTx,
  id: string,
  person?: string,
): Promise<ApplicationRow | undefined> => tx.first(person === undefined ? lock.all : lock.own, { id, person })

/** Condition: `named`, for the applications to jobs that name `person`. */
export const listApplications = defineList<ApplicationRow>({
  from: applications,
  select: columns,
  sorts: {
    created_at: { column: applications.createdAt, value: (row) => row.createdAt },
    updated_at: { column: applications.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    job_id: applications.jobId,
    candidate_id: applications.candidateId,
    status: applications.status,
    stage_id: applications.stageId,
    source: applications.source,
    created_at: applications.createdAt,
    updated_at: applications.updatedAt,
  },
  where: shown,
  conditions: { named: namedByJob },
})

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

/** Answers false where the candidate has a live application to the job; waits for one that is being made. */
export async function insertApplication(tx: TenantTx, row: ApplicationRow): Promise<boolean> {
  const { stageName: _name, stageType: _type, ...values } = row
  const insert = query
    .insert(applications)
    .values({ ...values, createdBy: tx.actorId, tenantId: tx.tenantId })
  return (await tx.run(insert.onConflictDoNothing())) === 1
}

const liveStatement = prepared<{ id: string }>(
  query
    .select({ id: applications.id })
    .from(applications)
    .where(
      and(
        ofTenant,
        eq(applications.jobId, sql.placeholder('jobId')),
        eq(applications.candidateId, sql.placeholder('candidateId')),
        notInArray(applications.status, ['rejected', 'withdrawn']),
        shown,
      ),
    ),
)

export const findLiveId = async (
  tx: TenantTx,
  jobId: string,
  candidateId: string,
): Promise<string | undefined> => (await tx.first(liveStatement, { jobId, candidateId }))?.id

export function updateApplication(
  tx: TenantTx,
  id: string,
  changes: Partial<typeof applications.$inferInsert>,
): void {
  tx.defer(
    query
      .update(applications)
      .set(changes)
      .where(and(eq(applications.tenantId, tx.tenantId), eq(applications.id, id))),
  )
}

type RejectedRow = Pick<ApplicationRow, 'id' | 'jobId' | 'candidateId' | 'stageId' | 'version'>

const text = (value: string) => value

// Not joined to candidates: closing a job rejects every application to it, whoever may see the candidate.
const rejectStatement = written<RejectedRow>(
  `update applications set status = 'rejected', version = version + 1, updated_at = $3::timestamptz
   where tenant_id = $1::uuid and id = any(array(
     select id from applications
     where tenant_id = $1::uuid and job_id = $2::uuid and status = 'active' and deleted_at is null
     order by id limit $4 for update))
   returning id, job_id, candidate_id, stage_id, version`,
  ['tenantId', 'jobId', 'now', 'limit'],
  { id: text, jobId: text, candidateId: text, stageId: text, version: Number },
)

/** Rejects at most `limit` active applications of a job. */
export const rejectActive = (tx: TenantTx, jobId: string, limit: number): Promise<RejectedRow[]> =>
  tx.all(rejectStatement, { jobId, now: tx.now, limit })

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
