import { and, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { counterfactualTests } from '#src/db/schema/fairness.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { GateReport } from '#src/modules/scoring/counterfactual/index.ts'
import type { Weights } from '#src/modules/scoring/weights.ts'

type Stored = Omit<typeof counterfactualTests.$inferSelect, 'tenantId' | 'weights' | 'report'>

export interface TestRow extends Stored {
  weights: Weights
  report: GateReport
}

const columns = {
  id: counterfactualTests.id,
  scoringVersion: counterfactualTests.scoringVersion,
  weights: sql`${counterfactualTests.weights}`.mapWith((text): Weights => JSON.parse(text)),
  passed: counterfactualTests.passed,
  report: sql`${counterfactualTests.report}`.mapWith((text): GateReport => JSON.parse(text)),
  createdBy: counterfactualTests.createdBy,
  createdAt: counterfactualTests.createdAt,
}

const findStatement = prepared<TestRow>(
  query
    .select(columns)
    .from(counterfactualTests)
    .where(
      and(
        eq(counterfactualTests.tenantId, sql.placeholder('tenantId')),
        eq(counterfactualTests.id, sql.placeholder('id')),
      ),
    ),
)

export const findTest = (tx: TenantTx, id: string): Promise<TestRow | undefined> =>
  tx.first(findStatement, { id })

export const listTests = defineList<TestRow>({
  from: counterfactualTests,
  select: columns,
  sorts: { created_at: { column: counterfactualTests.createdAt, value: (row) => row.createdAt } },
  filters: {
    passed: counterfactualTests.passed,
    created_at: counterfactualTests.createdAt,
    updated_at: counterfactualTests.createdAt,
  },
})

export function insertTest(tx: TenantTx, row: TestRow): void {
  tx.defer(query.insert(counterfactualTests).values({ ...row, tenantId: tx.tenantId }))
}
