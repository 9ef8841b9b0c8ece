import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { learningFeedback as feedback } from '#src/db/schema/learning.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

export type FeedbackRow = Omit<typeof feedback.$inferSelect, 'tenantId'>

const columns = {
  id: feedback.id,
  jobId: feedback.jobId,
  candidateId: feedback.candidateId,
  givenBy: feedback.givenBy,
  applicationId: feedback.applicationId,
  action: feedback.action,
  outcome: feedback.outcome,
  rating: feedback.rating,
  performanceRating: feedback.performanceRating,
  retentionMonths: feedback.retentionMonths,
  reason: feedback.reason,
  givenAt: feedback.givenAt,
  withdrawnAt: feedback.withdrawnAt,
  version: feedback.version,
  createdAt: feedback.createdAt,
  updatedAt: feedback.updatedAt,
}

/** Row security hides candidates, and this carries that over to what is said of them. */
const shown = and(
  isNull(feedback.withdrawnAt),
  sql`(
  select c.deleted_at is null from candidates c
  where c.tenant_id = ${feedback.tenantId} and c.id = ${feedback.candidateId})`,
) as SQL

const ofTenant = eq(feedback.tenantId, sql.placeholder('tenantId'))

const findStatement = prepared<FeedbackRow>(
  query
    .select(columns)
    .from(feedback)
    .where(and(ofTenant, eq(feedback.id, sql.placeholder('id')), shown)),
)

export const findFeedback = (tx: TenantTx, id: string): Promise<FeedbackRow | undefined> =>
  tx.first(findStatement, { id })

const ownStatement = prepared<FeedbackRow>(
  query
    .select(columns)
    .from(feedback)
    .where(
      and(
        ofTenant,
        eq(feedback.jobId, sql.placeholder('jobId')),
        eq(feedback.candidateId, sql.placeholder('candidateId')),
        eq(feedback.givenBy, sql.placeholder('givenBy')),
      ),
    ),
)

const lockStatement = written(
  "select pg_advisory_xact_lock(hashtextextended('feedback:' || $1::text || $2::text || $3::text || $4::text, 0))",
  ['tenantId', 'jobId', 'candidateId', 'givenBy'],
  {},
)

/** What a person said of a candidate for a job, withdrawn or not, with nobody else saying it for them until this transaction ends. */
export async function lockOwnFeedback(
  tx: TenantTx,
  of: { jobId: string; candidateId: string; givenBy: string },
): Promise<FeedbackRow | undefined> {
  await tx.run(lockStatement, of)
  return tx.first(ownStatement, of)
}

export function insertFeedback(tx: TenantTx, row: FeedbackRow): void {
  tx.defer(query.insert(feedback).values({ ...row, tenantId: tx.tenantId }))
}

export function updateFeedback(tx: TenantTx, { id, ...changes }: FeedbackRow): void {
  tx.defer(
    query
      .update(feedback)
      .set(changes)
      .where(and(eq(feedback.tenantId, tx.tenantId), eq(feedback.id, id))),
  )
}

export const listFeedback = defineList<FeedbackRow>({
  from: feedback,
  select: columns,
  sorts: { given_at: { column: feedback.givenAt, value: (row) => row.givenAt } },
  filters: {
    job_id: feedback.jobId,
    candidate_id: feedback.candidateId,
    action: feedback.action,
    updated_at: feedback.updatedAt,
  },
  where: shown,
  conditions: { said: isNotNull(feedback.givenBy), derived: isNotNull(feedback.applicationId) },
})

// What an application says now: that it came to an interview, for each job it was for, and how it ended. Closing a job
// rejects everybody, which says nothing of anybody.
const FACTS = `
  select h.job_id, 'interview' as action, 'pending' as outcome, min(h.entered_at) as given_at
  from application_stage_history h
  where h.tenant_id = $1::uuid and h.application_id = $2::uuid and h.to_stage ->> 'type' in ('interview', 'offer')
  group by h.job_id
  union all
  select a.job_id, case a.status when 'hired' then 'hire' else 'reject' end,
    case a.status when 'hired' then 'hired' else 'not_hired' end, h.entered_at
  from applications a
  join application_stage_history h on h.tenant_id = a.tenant_id and h.application_id = a.id
    and h.id = (select l.id from application_stage_history l
      where l.tenant_id = a.tenant_id and l.application_id = a.id order by l.entered_at desc, l.id desc limit 1)
  where a.tenant_id = $1::uuid and a.id = $2::uuid and a.deleted_at is null and a.status in ('hired', 'rejected')
    and h.reason is distinct from 'job_closed'`

const withdrawStatement = written(
  `update learning_feedback f
   set withdrawn_at = $3::timestamptz, version = f.version + 1, updated_at = $3::timestamptz
   where f.tenant_id = $1::uuid and f.application_id = $2::uuid and f.withdrawn_at is null
     and not exists (select 1 from (${FACTS}) fact where fact.job_id = f.job_id and fact.action = f.action)`,
  ['tenantId', 'applicationId', 'now'],
  {},
)

const deriveStatement = written(
  `insert into learning_feedback
     (tenant_id, id, job_id, candidate_id, application_id, action, outcome, given_at, created_at, updated_at)
   select $1::uuid, ($3::uuid[])[row_number() over (order by fact.given_at desc)],
     fact.job_id, a.candidate_id, a.id, fact.action, fact.outcome, fact.given_at, $4::timestamptz, $4::timestamptz
   from (${FACTS} order by given_at desc limit cardinality($3::uuid[])) fact
   join applications a on a.tenant_id = $1::uuid and a.id = $2::uuid and a.deleted_at is null
   on conflict (tenant_id, application_id, job_id, action) where application_id is not null do update set
     outcome = excluded.outcome, given_at = excluded.given_at, withdrawn_at = null,
     version = learning_feedback.version + 1, updated_at = excluded.updated_at
   where learning_feedback.withdrawn_at is not null or learning_feedback.given_at <> excluded.given_at`,
  ['tenantId', 'applicationId', 'ids', 'now'],
  {},
)

/** The newest of an application: it has been for several jobs at most if somebody kept moving it between them. */
const MOST_FACTS = 10

/** Makes what is derived of an application what it says now, however often and in whatever order that is asked for. */
export async function deriveFeedback(tx: TenantTx, applicationId: string): Promise<void> {
  await tx.run(withdrawStatement, { applicationId, now: tx.now })
  const ids = arrayLiteral(Array.from({ length: MOST_FACTS }, newId))
  await tx.run(deriveStatement, { applicationId, ids, now: tx.now })
}
