import { and, count, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { applications } from '#src/db/schema/candidates.ts'
import type { Stage } from '#src/db/schema/jobs.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { Placement } from './record-steps.ts'

// Many applications of one job at once. Not joined to candidates: what becomes of a job or its stages befalls every
// application, whoever may see the candidate. Rows are locked in the order of their ids, so that two never deadlock.

const placement = {
  id: applications.id,
  jobId: applications.jobId,
  candidateId: applications.candidateId,
  stageId: applications.stageId,
  stageName: sql<string>`(
    select s.name from pipeline_stages s
    where s.tenant_id = applications.tenant_id and s.id = applications.stage_id)`.as('stage_name'),
  stageType: applications.stageType,
  stageEnteredAt: applications.stageEnteredAt,
  status: applications.status,
  rejectionReasonId: applications.rejectionReasonId,
  version: applications.version,
}

/** Rejects at most `limit` active applications of a job. */
export function rejectActive(tx: TenantTx, jobId: string, limit: number): Promise<Placement[]> {
  const active = sql`a.status = 'active' and a.deleted_at is null`
  return tx.all(
    query
      .update(applications)
      .set({ status: 'rejected', ...touched(tx), stageEnteredAt: latest(tx, applications.stageEnteredAt) })
      .where(amongThoseOfJob(tx, jobId, active, sql`limit ${limit}`))
      .returning(placement),
  )
}

/** Brings all applications of one stage to what it becomes, or to another one; answers those that are not deleted. */
export async function restage(tx: TenantTx, jobId: string, from: string, to: Stage): Promise<Placement[]> {
  const entered = to.id === from ? {} : { stageEnteredAt: latest(tx, applications.stageEnteredAt) }
  const rows = await tx.all(
    query
      .update(applications)
      .set({ stageId: to.id, stageType: to.type, ...entered, ...touched(tx) })
      .where(amongThoseOfJob(tx, jobId, sql`a.stage_id = ${from}::uuid`))
      .returning({ ...placement, deletedAt: applications.deletedAt }),
  )
  return rows.flatMap(({ deletedAt, ...row }) => (deletedAt ? [] : [{ ...row, stageName: to.name }]))
}

const amongThoseOfJob = (tx: TenantTx, jobId: string, where: SQL, limit?: SQL) =>
  and(
    eq(applications.tenantId, tx.tenantId),
    sql`${applications.id} = any(array(
      select a.id from applications a
      where a.tenant_id = ${tx.tenantId}::uuid and a.job_id = ${jobId}::uuid and ${where}
      order by a.id ${limit} for update))`,
  )

const touched = (tx: TenantTx) => ({
  version: sql`${applications.version} + 1`,
  updatedAt: latest(tx, applications.updatedAt),
})

/** Never back in time: another transaction may have begun later and committed first. */
const latest = (tx: TenantTx, column: PgColumn) =>
  sql`greatest(${column}, ${tx.now.toISOString()}::timestamptz)`

export interface StageCount {
  stageId: string
  applications: number
}

const countStatement = prepared<StageCount>(
  query
    .select({ stageId: applications.stageId, applications: count() })
    .from(applications)
    .where(
      and(
        eq(applications.tenantId, sql.placeholder('tenantId')),
        sql`${applications.stageId} = any(${sql.placeholder('stageIds')}::uuid[])`,
        isNull(applications.deletedAt),
      ),
    )
    .groupBy(applications.stageId),
)

/** How many applications are in each of the stages, with any status; none is left out. */
export const countByStage = (tx: TenantTx, stageIds: string[]): Promise<StageCount[]> =>
  tx.all(countStatement, { stageIds: arrayLiteral(stageIds) })
