import { and, eq, notInArray, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { applications } from '#src/db/schema/candidates.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { Standing } from './applications.states.ts'

export type ApplicationRow = Omit<
  typeof applications.$inferSelect,
  'tenantId' | 'createdBy' | 'deletedAt'
> & { stageName: string }

/** One application with all that decides what may be done to it. */
export type StandingRow = ApplicationRow & Standing

// In sub-selects, so that lists read one table and a lock takes none but the application.

const stageName = sql<string>`(
  select s.name from pipeline_stages s where s.tenant_id = applications.tenant_id and s.id = applications.stage_id)`

const pipeline = sql`(
  select json_build_object('strict', p.strict, 'stages', (
    select json_agg(json_build_object('id', s.id, 'name', s.name, 'type', s.type) order by s.position)
    from pipeline_stages s where s.tenant_id = p.tenant_id and s.pipeline_id = p.id))
  from jobs j join pipelines p on p.tenant_id = j.tenant_id and p.id = j.pipeline_id
  where j.tenant_id = applications.tenant_id and j.id = applications.job_id)`

const twinId = sql<string | null>`(
  select t.id from applications t
  where t.tenant_id = applications.tenant_id and t.job_id = applications.job_id
    and t.candidate_id = applications.candidate_id and t.id <> applications.id
    and t.status not in ('rejected', 'withdrawn') and t.deleted_at is null)`

const columns = {
  id: applications.id,
  jobId: applications.jobId,
  candidateId: applications.candidateId,
  resumeId: applications.resumeId,
  stageId: applications.stageId,
  stageName: stageName.as('stage_name'),
  stageType: applications.stageType,
  stageEnteredAt: applications.stageEnteredAt,
  status: applications.status,
  statusNote: applications.statusNote,
  rejectionReasonId: applications.rejectionReasonId,
  hiredAt: applications.hiredAt,
  source: applications.source,
  creditedTo: applications.creditedTo,
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

const select = () =>
  query
    .select({
      ...columns,
      pipeline: pipeline.mapWith((text): Standing['pipeline'] => JSON.parse(text)).as('pipeline'),
      twinId: twinId.as('twin_id'),
    })
    .from(applications)
const find = {
  all: prepared<StandingRow>(select().where(byId)),
  own: prepared<StandingRow>(select().where(byIdNamed)),
}
const lock = {
  all: prepared<StandingRow>(select().where(byId).for('update')),
  own: prepared<StandingRow>(select().where(byIdNamed).for('update')),
}

/** `person`: only among the applications to jobs that name them. */
export const findApplication = (
  tx: TenantTx,
  id: string,
  person?: string,
): Promise<StandingRow | undefined> => tx.first(person === undefined ? find.all : find.own, { id, person })

/** As `findApplication`, making other writers of the application wait for this transaction. */
export const lockApplication = (
  tx: TenantTx,
  id: string,
  person?: string,
): Promise<StandingRow | undefined> => tx.first(person === undefined ? lock.all : lock.own, { id, person })

/** Conditions: `named` for the applications to jobs that name `person`, `among` for a set of ids. */
export const listApplications = defineList<ApplicationRow>({
  from: applications,
  select: columns,
  sorts: {
    id: { column: applications.id, value: (row) => row.id },
    created_at: { column: applications.createdAt, value: (row) => row.createdAt },
    updated_at: { column: applications.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    job_id: applications.jobId,
    candidate_id: applications.candidateId,
    status: applications.status,
    stage_id: applications.stageId,
    stage_type: applications.stageType,
    source: applications.source,
    rejection_reason_id: applications.rejectionReasonId,
    created_at: applications.createdAt,
    applied_at: applications.appliedAt,
    updated_at: applications.updatedAt,
  },
  where: shown,
  conditions: {
    named: namedByJob,
    among: sql`${applications.id} = any(${sql.placeholder('ids')}::uuid[])`,
  },
})

/** Answers false where the candidate has a live application to the job; waits for one that is being made. */
export async function insertApplication(tx: TenantTx, row: StandingRow): Promise<boolean> {
  const { stageName: _name, pipeline: _pipeline, twinId: _twin, ...values } = row
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
