import { and, desc, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { applicationStageHistory as history } from '#src/db/schema/hiring.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

export type StageEntryRow = Omit<typeof history.$inferSelect, 'tenantId'>

const closeStatement = written(
  `update application_stage_history set left_at = greatest(entered_at, $3::timestamptz)
   where tenant_id = $1::uuid and application_id = any($2::uuid[]) and left_at is null`,
  ['tenantId', 'ids', 'now'],
  {},
)

/** Ends the interval each of the applications is in. */
export const closeEntries = (tx: TenantTx, applicationIds: string[]): void =>
  tx.defer(closeStatement, { ids: arrayLiteral(applicationIds), now: tx.now })

export const insertEntries = (tx: TenantTx, entries: StageEntryRow[]): void =>
  tx.defer(query.insert(history).values(entries.map((entry) => ({ ...entry, tenantId: tx.tenantId }))))

/** Condition: `application`, always given; only of one that was found, since candidates may be hidden. */
export const listEntries = defineList<StageEntryRow>({
  from: history,
  select: {
    id: history.id,
    applicationId: history.applicationId,
    action: history.action,
    jobId: history.jobId,
    fromStage: history.fromStage,
    toStage: history.toStage,
    fromStatus: history.fromStatus,
    toStatus: history.toStatus,
    reason: history.reason,
    rejectionReasonId: history.rejectionReasonId,
    actor: history.actor,
    enteredAt: history.enteredAt,
    leftAt: history.leftAt,
  },
  sorts: { entered_at: { column: history.enteredAt, value: (row) => row.enteredAt } },
  filters: { updated_at: history.enteredAt },
  conditions: { application: eq(history.applicationId, sql.placeholder('applicationId')) },
})

const lastActiveStatement = prepared<Pick<StageEntryRow, 'toStage'>>(
  query
    .select({ toStage: history.toStage })
    .from(history)
    .where(
      and(
        eq(history.tenantId, sql.placeholder('tenantId')),
        eq(history.applicationId, sql.placeholder('applicationId')),
        eq(history.toStatus, 'active'),
      ),
    )
    .orderBy(desc(history.enteredAt), desc(history.id))
    .limit(1),
)

/** The stage an application was last active in. */
export const lastActiveStageId = async (tx: TenantTx, applicationId: string): Promise<string | undefined> =>
  (await tx.first(lastActiveStatement, { applicationId }))?.toStage.id
