import { and, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { learningSamples, modelEvaluations, modelVersions as models } from '#src/db/schema/learning.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import type { WeighedSample } from './ranker/samples.ts'

export type ModelRow = Omit<typeof models.$inferSelect, 'tenantId'>

const columns = {
  id: models.id,
  kind: models.kind,
  number: models.number,
  state: models.state,
  prior: models.prior,
  weights: models.weights,
  posterior: models.posterior,
  training: models.training,
  gates: models.gates,
  scoringVersion: models.scoringVersion,
  seed: models.seed,
  priorPreferencesId: models.priorPreferencesId,
  preferencesId: models.preferencesId,
  previousId: models.previousId,
  requestedBy: models.requestedBy,
  activatedBy: models.activatedBy,
  evaluatedAt: models.evaluatedAt,
  activatedAt: models.activatedAt,
  endedAt: models.endedAt,
  version: models.version,
  createdAt: models.createdAt,
  updatedAt: models.updatedAt,
}

const ofTenant = eq(models.tenantId, sql.placeholder('tenantId'))

const findStatement = prepared<ModelRow>(
  query
    .select(columns)
    .from(models)
    .where(and(ofTenant, eq(models.id, sql.placeholder('id')))),
)

export const findModel = (tx: TenantTx, id: string): Promise<ModelRow | undefined> =>
  tx.first(findStatement, { id })

const activeStatement = prepared<ModelRow>(
  query
    .select(columns)
    .from(models)
    .where(and(ofTenant, eq(models.kind, 'ranker'), eq(models.state, 'active'))),
)

export const findActiveModel = (tx: TenantTx): Promise<ModelRow | undefined> => tx.first(activeStatement)

const byPreferencesStatement = prepared<ModelRow>(
  query
    .select(columns)
    .from(models)
    .where(and(ofTenant, eq(models.preferencesId, sql.placeholder('preferencesId')))),
)

/** The version that was put in force as these preferences. */
export const findModelOf = (tx: TenantTx, preferencesId: string): Promise<ModelRow | undefined> =>
  tx.first(byPreferencesStatement, { preferencesId })

const lockStatement = written(
  "select pg_advisory_xact_lock(hashtextextended('model_versions:' || $1::text, 0))",
  ['tenantId'],
  {},
)

/** One writer of a tenant's versions at a time: which is active is of all of them. */
export const lockModels = (tx: TenantTx): Promise<number> => tx.run(lockStatement)

const lastStatement = written<{ number: number }>(
  `select coalesce(max(number), 0) from model_versions where tenant_id = $1::uuid and kind = 'ranker'`,
  ['tenantId'],
  { number: Number },
)

export const lastNumber = async (tx: TenantTx): Promise<number> =>
  (await tx.first(lastStatement))?.number ?? 0

export function insertModel(tx: TenantTx, row: ModelRow): void {
  tx.defer(query.insert(models).values({ ...row, tenantId: tx.tenantId }))
}

export type ModelChanges = Partial<Omit<ModelRow, 'id' | 'kind' | 'number' | 'createdAt'>>

/** At once rather than deferred: no two rows may be active even for the length of a statement. */
export async function changeModel(tx: TenantTx, row: ModelRow, changes: ModelChanges): Promise<ModelRow> {
  const changed = { ...row, ...changes, version: row.version + 1, updatedAt: tx.now }
  await tx.run(
    query
      .update(models)
      .set(changed)
      .where(and(eq(models.tenantId, tx.tenantId), eq(models.id, row.id))),
  )
  return changed
}

export const listModels = defineList<ModelRow>({
  from: models,
  select: columns,
  sorts: { created_at: { column: models.createdAt, value: (row) => row.createdAt } },
  filters: { state: models.state, kind: models.kind, updated_at: models.updatedAt },
})

export type EvaluationRow = Omit<typeof modelEvaluations.$inferSelect, 'tenantId'>

const evaluationsStatement = prepared<EvaluationRow>(
  query
    .select({
      id: modelEvaluations.id,
      modelId: modelEvaluations.modelId,
      kind: modelEvaluations.kind,
      metrics: modelEvaluations.metrics,
      createdAt: modelEvaluations.createdAt,
    })
    .from(modelEvaluations)
    .where(
      and(
        eq(modelEvaluations.tenantId, sql.placeholder('tenantId')),
        eq(modelEvaluations.modelId, sql.placeholder('modelId')),
      ),
    )
    .orderBy(modelEvaluations.id),
)

export const listEvaluations = (tx: TenantTx, modelId: string): Promise<EvaluationRow[]> =>
  tx.all(evaluationsStatement, { modelId })

export function insertEvaluations(
  tx: TenantTx,
  modelId: string,
  entries: Pick<EvaluationRow, 'kind' | 'metrics'>[],
): void {
  const rows = entries.map((entry) => ({
    ...entry,
    id: newId(),
    modelId,
    tenantId: tx.tenantId,
    createdAt: tx.now,
  }))
  if (rows.length > 0) tx.defer(query.insert(modelEvaluations).values(rows))
}

export type SampleRow = Omit<typeof learningSamples.$inferSelect, 'tenantId'>

const A_STATEMENT = 500

export function insertSamples(tx: TenantTx, modelId: string, samples: WeighedSample[]): void {
  const rows = samples.map((sample, position) => ({
    ...sample,
    reward: Math.round(sample.reward * 10_000),
    id: newId(),
    modelId,
    position,
    tenantId: tx.tenantId,
    createdAt: tx.now,
  }))
  for (let at = 0; at < rows.length; at += A_STATEMENT)
    tx.defer(query.insert(learningSamples).values(rows.slice(at, at + A_STATEMENT)))
}

export const listSamples = defineList<SampleRow>({
  from: learningSamples,
  select: {
    id: learningSamples.id,
    modelId: learningSamples.modelId,
    position: learningSamples.position,
    jobId: learningSamples.jobId,
    candidateId: learningSamples.candidateId,
    features: learningSamples.features,
    worth: learningSamples.worth,
    reward: learningSamples.reward,
    feedbacks: learningSamples.feedbacks,
    createdAt: learningSamples.createdAt,
  },
  sorts: { created_at: { column: learningSamples.createdAt, value: (row) => row.createdAt } },
  filters: {
    model_id: learningSamples.modelId,
    job_id: learningSamples.jobId,
    candidate_id: learningSamples.candidateId,
    updated_at: learningSamples.createdAt,
  },
  where: sql`(
    select c.deleted_at is null from candidates c
    where c.tenant_id = ${learningSamples.tenantId} and c.id = ${learningSamples.candidateId})`,
})
