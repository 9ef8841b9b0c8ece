import { and, asc, eq, sql } from 'drizzle-orm'
import { pipelineStages, pipelines, STAGE_TYPES } from '#src/db/schema/jobs.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'

const defaultPipeline = prepared<{ id: string }>(
  query
    .select({ id: pipelines.id })
    .from(pipelines)
    .where(and(eq(pipelines.tenantId, sql.placeholder('tenantId')), eq(pipelines.isDefault, true))),
)

export const findDefaultPipeline = (tx: TenantTx): Promise<{ id: string } | undefined> =>
  tx.first(defaultPipeline)

const STAGE_NAMES: Record<(typeof STAGE_TYPES)[number], string> = {
  applied: 'Applied',
  screening: 'Screening',
  assessment: 'Assessment',
  interview: 'Interview',
  offer: 'Offer',
  hired: 'Hired',
}

/** Makes the tenant's default pipeline unless another transaction just did; answers whether this one did. */
export async function insertDefaultPipeline(tx: TenantTx): Promise<boolean> {
  const id = newId()
  const { tenantId } = tx
  const row = { tenantId, id, name: 'Default', isDefault: true, createdAt: tx.now }
  const made = await tx.run(query.insert(pipelines).values(row).onConflictDoNothing())
  if (made === 0) return false
  const stages = STAGE_TYPES.map((type, position) => ({
    tenantId,
    id: newId(),
    pipelineId: id,
    name: STAGE_NAMES[type],
    type,
    position,
  }))
  await tx.run(query.insert(pipelineStages).values(stages))
  return true
}

const firstStage = prepared<{ id: string; name: string; type: string }>(
  query
    .select({ id: pipelineStages.id, name: pipelineStages.name, type: pipelineStages.type })
    .from(pipelineStages)
    .where(
      and(
        eq(pipelineStages.tenantId, sql.placeholder('tenantId')),
        eq(pipelineStages.pipelineId, sql.placeholder('pipelineId')),
      ),
    )
    .orderBy(asc(pipelineStages.position))
    .limit(1),
)

export const findFirstStage = (tx: TenantTx, pipelineId: string) => tx.first(firstStage, { pipelineId })
