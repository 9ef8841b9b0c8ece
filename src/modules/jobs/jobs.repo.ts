import { and, asc, count, eq, isNull, or, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { applications } from '#src/db/schema/candidates.ts'
import { jobHistory, jobSkills, jobs } from '#src/db/schema/jobs.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { hasExternalId } from '#src/modules/external-ids/index.ts'

export type JobRow = Omit<typeof jobs.$inferSelect, 'tenantId' | 'deletedAt'>
export type JobSkillRow = Omit<typeof jobSkills.$inferSelect, 'tenantId'>
export type JobHistoryRow = Omit<typeof jobHistory.$inferSelect, 'tenantId' | 'jobId'>

const columns = {
  id: jobs.id,
  title: jobs.title,
  description: jobs.description,
  department: jobs.department,
  location: jobs.location,
  locationType: jobs.locationType,
  employmentType: jobs.employmentType,
  experienceMin: jobs.experienceMin,
  experienceMax: jobs.experienceMax,
  educationMin: jobs.educationMin,
  salaryMin: jobs.salaryMin,
  salaryMax: jobs.salaryMax,
  salaryCurrency: jobs.salaryCurrency,
  status: jobs.status,
  statusReason: jobs.statusReason,
  pipelineId: jobs.pipelineId,
  clientId: jobs.clientId,
  recruiterId: jobs.recruiterId,
  hiringManagerId: jobs.hiringManagerId,
  createdBy: jobs.createdBy,
  openedAt: jobs.openedAt,
  closedAt: jobs.closedAt,
  version: jobs.version,
  createdAt: jobs.createdAt,
  updatedAt: jobs.updatedAt,
}

const ofTenant = eq(jobs.tenantId, sql.placeholder('tenantId'))
const byId = and(ofTenant, eq(jobs.id, sql.placeholder('id')), isNull(jobs.deletedAt))

const findStatement = prepared<JobRow>(query.select(columns).from(jobs).where(byId))
const lockStatement = prepared<JobRow>(query.select(columns).from(jobs).where(byId).for('update'))

export const findJob = (tx: TenantTx, id: string): Promise<JobRow | undefined> =>
  tx.first(findStatement, { id })

/** As `findJob`, making other writers of the job wait for this transaction. */
export const lockJob = (tx: TenantTx, id: string): Promise<JobRow | undefined> =>
  tx.first(lockStatement, { id })

const lockNamingStatement = prepared<JobRow>(
  query
    .select(columns)
    .from(jobs)
    .where(
      and(
        ofTenant,
        isNull(jobs.deletedAt),
        or(
          eq(jobs.recruiterId, sql.placeholder('person')),
          eq(jobs.hiringManagerId, sql.placeholder('person')),
        ),
      ),
    )
    .orderBy(asc(jobs.id))
    .limit(sql.placeholder('limit'))
    .for('update'),
)

/** As `lockJob` for those that name a person as recruiter or hiring manager, at most `limit` of them. */
export const lockJobsNaming = (tx: TenantTx, person: string, limit: number): Promise<JobRow[]> =>
  tx.all(lockNamingStatement, { person, limit })

/** Conditions: `named` for the jobs that name `person`, `among` for a set of ids. */
export const listJobs = defineList<JobRow>({
  from: jobs,
  select: columns,
  sorts: {
    id: { column: jobs.id, value: (row) => row.id },
    created_at: { column: jobs.createdAt, value: (row) => row.createdAt },
    updated_at: { column: jobs.updatedAt, value: (row) => row.updatedAt },
    title: { column: jobs.title, value: (row) => row.title },
  },
  filters: {
    status: jobs.status,
    location_type: jobs.locationType,
    employment_type: jobs.employmentType,
    department: jobs.department,
    client_id: jobs.clientId,
    recruiter_id: jobs.recruiterId,
    hiring_manager_id: jobs.hiringManagerId,
    created_at: jobs.createdAt,
    updated_at: jobs.updatedAt,
    external_id: (_op, name) => hasExternalId('job', jobs, name),
  },
  where: isNull(jobs.deletedAt),
  conditions: {
    named: sql`${or(eq(jobs.recruiterId, sql.placeholder('person')), eq(jobs.hiringManagerId, sql.placeholder('person')))}`,
    among: sql`${jobs.id} = any(${sql.placeholder('ids')}::uuid[])`,
  },
})

const searchStatement = written<{ ids: string }>(
  'select app.search_jobs($1, $2, 1000)::text',
  ['tenantId', 'text'],
  { ids: (ids) => ids },
)

/** The ids of at most 1,000 jobs that a web-style query finds, as an array in PostgreSQL's text form. */
export const searchJobIds = async (tx: TenantTx, text: string): Promise<string> =>
  (await tx.first(searchStatement, { text }))?.ids ?? '{}'

export function insertJob(tx: TenantTx, row: JobRow): void {
  tx.defer(query.insert(jobs).values({ ...row, tenantId: tx.tenantId }))
}

export function updateJob(tx: TenantTx, id: string, changes: Partial<typeof jobs.$inferInsert>): void {
  tx.defer(
    query
      .update(jobs)
      .set(changes)
      .where(and(eq(jobs.tenantId, tx.tenantId), eq(jobs.id, id))),
  )
}

const skillsStatement = prepared<JobSkillRow>(
  query
    .select({
      id: jobSkills.id,
      jobId: jobSkills.jobId,
      skillKey: jobSkills.skillKey,
      name: jobSkills.name,
      category: jobSkills.category,
      required: jobSkills.required,
      weight: jobSkills.weight,
      position: jobSkills.position,
    })
    .from(jobSkills)
    .where(
      and(
        eq(jobSkills.tenantId, sql.placeholder('tenantId')),
        sql`${jobSkills.jobId} = any(${sql.placeholder('jobIds')}::uuid[])`,
      ),
    )
    .orderBy(asc(jobSkills.jobId), asc(jobSkills.position)),
)

export const listSkills = (tx: TenantTx, jobIds: string[]): Promise<JobSkillRow[]> =>
  tx.all(skillsStatement, { jobIds: arrayLiteral(jobIds) })

export function replaceSkills(tx: TenantTx, jobId: string, rows: JobSkillRow[]): void {
  tx.defer(
    query.delete(jobSkills).where(and(eq(jobSkills.tenantId, tx.tenantId), eq(jobSkills.jobId, jobId))),
  )
  if (rows.length > 0)
    tx.defer(query.insert(jobSkills).values(rows.map((row) => ({ ...row, tenantId: tx.tenantId }))))
}

export interface ApplicationCount {
  jobId: string
  status: 'active' | 'hired' | 'rejected' | 'withdrawn'
  applications: number
}

const countStatement = prepared<ApplicationCount>(
  query
    .select({ jobId: applications.jobId, status: applications.status, applications: count() })
    .from(applications)
    .where(
      and(
        eq(applications.tenantId, sql.placeholder('tenantId')),
        sql`${applications.jobId} = any(${sql.placeholder('jobIds')}::uuid[])`,
        isNull(applications.deletedAt),
      ),
    )
    .groupBy(applications.jobId, applications.status),
)

export const countApplications = (tx: TenantTx, jobIds: string[]): Promise<ApplicationCount[]> =>
  tx.all(countStatement, { jobIds: arrayLiteral(jobIds) })

export function insertHistory(
  tx: TenantTx,
  jobId: string,
  entry: Omit<JobHistoryRow, 'id' | 'occurredAt'>,
): void {
  tx.defer(
    query
      .insert(jobHistory)
      .values({ ...entry, jobId, tenantId: tx.tenantId, id: newId(), occurredAt: tx.now }),
  )
}

/** Condition: `job`, always given. */
export const listHistory = defineList<JobHistoryRow>({
  from: jobHistory,
  select: {
    id: jobHistory.id,
    action: jobHistory.action,
    fromStatus: jobHistory.fromStatus,
    toStatus: jobHistory.toStatus,
    changes: jobHistory.changes,
    reason: jobHistory.reason,
    actor: jobHistory.actor,
    occurredAt: jobHistory.occurredAt,
  },
  sorts: { occurred_at: { column: jobHistory.occurredAt, value: (row) => row.occurredAt } },
  filters: { updated_at: jobHistory.occurredAt },
  conditions: { job: eq(jobHistory.jobId, sql.placeholder('jobId')) },
})
