import { and, desc, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { aiEvaluations as evaluations } from '#src/db/schema/screening.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { reachOf } from './reach.repo.ts'

export type EvaluationRow = Omit<typeof evaluations.$inferSelect, 'tenantId'>

const columns = {
  id: evaluations.id,
  kind: evaluations.kind,
  subjectId: evaluations.subjectId,
  revision: evaluations.revision,
  applicationId: evaluations.applicationId,
  candidateId: evaluations.candidateId,
  jobId: evaluations.jobId,
  rubricId: evaluations.rubricId,
  rubricVersion: evaluations.rubricVersion,
  method: evaluations.method,
  score: evaluations.score,
  needsHuman: evaluations.needsHuman,
  criteria: evaluations.criteria,
  flags: evaluations.flags,
  lineageIds: evaluations.lineageIds,
  reason: evaluations.reason,
  decidedBy: evaluations.decidedBy,
  createdAt: evaluations.createdAt,
}

const { shown, named, byId } = reachOf(evaluations)
const find = {
  all: prepared<EvaluationRow>(query.select(columns).from(evaluations).where(and(byId, shown))),
  own: prepared<EvaluationRow>(
    query
      .select(columns)
      .from(evaluations)
      .where(and(byId, shown, named)),
  ),
}

/** `person`: only for jobs that name them. */
export const findEvaluation = (
  tx: TenantTx,
  id: string,
  person?: string,
): Promise<EvaluationRow | undefined> => tx.first(person === undefined ? find.all : find.own, { id, person })

const latestStatement = prepared<{ revision: number }>(
  query
    .select({ revision: evaluations.revision })
    .from(evaluations)
    .where(
      and(
        eq(evaluations.tenantId, sql.placeholder('tenantId')),
        eq(evaluations.subjectId, sql.placeholder('subjectId')),
      ),
    )
    .orderBy(desc(evaluations.revision))
    .limit(1),
)

/** 0 where there is none. */
export const latestRevision = async (tx: TenantTx, subjectId: string): Promise<number> =>
  (await tx.first(latestStatement, { subjectId }))?.revision ?? 0

/** Conditions: `named` for the evaluations for jobs that name `person`. */
export const listEvaluations = defineList<EvaluationRow>({
  from: evaluations,
  select: columns,
  sorts: { created_at: { column: evaluations.createdAt, value: (row) => row.createdAt } },
  filters: {
    kind: evaluations.kind,
    subject_id: evaluations.subjectId,
    application_id: evaluations.applicationId,
    candidate_id: evaluations.candidateId,
    job_id: evaluations.jobId,
    created_at: evaluations.createdAt,
    updated_at: evaluations.createdAt,
  },
  where: shown,
  conditions: { named },
})

export function insertEvaluation(tx: TenantTx, row: EvaluationRow): void {
  tx.defer(query.insert(evaluations).values({ ...row, tenantId: tx.tenantId }))
}
