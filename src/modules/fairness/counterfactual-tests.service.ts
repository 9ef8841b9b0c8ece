import type { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { counterfactualGate } from '#src/modules/scoring/counterfactual/index.ts'
import { SCORING_VERSION } from '#src/modules/scoring/score.ts'
import { DEFAULT_WEIGHTS } from '#src/modules/scoring/weights.ts'
import { emit } from '#src/platform/events/events.ts'
import * as repo from './counterfactual-tests.repo.ts'
import { sharesOf, type testBody, type testSchema } from './counterfactual-tests.schemas.ts'
import { counterfactualErrors } from './fairness.errors.ts'
import { counterfactualTested } from './fairness.events.ts'

/** Scores the committed pairs of resumes by some weights: a tenth of a second once the pairs are made. */
export function createTest(ctx: RequestContext, input: z.output<typeof testBody>) {
  const weights = input.weights ?? DEFAULT_WEIGHTS
  const report = counterfactualGate(weights)
  return withTenant(ctx, async (tx) => {
    const made = { id: newId(), createdBy: ctx.principal.userId, createdAt: tx.now }
    const row = { ...made, weights, report, passed: report.passed, scoringVersion: SCORING_VERSION }
    repo.insertTest(tx, row)
    emit(tx, ctx, counterfactualTested, row.id, { passed: row.passed, scoring_version: SCORING_VERSION })
    return present(row)
  })
}

export const listTests = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listTests(tx, request), present))

export const readTest = (ctx: RequestContext, id: string) =>
  readTenantOnce(ctx, async (tx) => {
    const row = await repo.findTest(tx, id)
    if (!row) throw new AppError(counterfactualErrors.not_found)
    return present(row)
  })

const present = ({ report, ...row }: repo.TestRow): z.input<typeof testSchema> => ({
  id: row.id,
  scoring_version: row.scoringVersion,
  weights: sharesOf(row.weights),
  passed: row.passed,
  pairs: report.pairs,
  worst: report.worst_hundredths / 100,
  epsilon: report.epsilon_hundredths / 100,
  by_kind: report.by_kind.map(({ kind, pairs, worst_hundredths, epsilon_hundredths, failures }) => ({
    kind,
    pairs,
    failures,
    worst: worst_hundredths / 100,
    epsilon: epsilon_hundredths / 100,
  })),
  failures: report.failures.map(({ kind, job, left_hundredths, right_hundredths, component }) => ({
    kind,
    job,
    component,
    left: left_hundredths / 100,
    right: right_hundredths / 100,
  })),
  created_by: row.createdBy,
  created_at: isoTime(row.createdAt),
})
