import type { TenantTx } from '#src/db/tx.ts'
import { findDefaultPipeline, findFirstStage, insertDefaultPipeline } from './pipelines.repo.ts'

/** The pipeline of jobs that name none, made at a tenant's first need of it. */
export async function defaultPipelineId(tx: TenantTx): Promise<string> {
  const known = await findDefaultPipeline(tx)
  if (known) return known.id
  await insertDefaultPipeline(tx)
  const found = await findDefaultPipeline(tx)
  if (!found) throw new Error('a tenant has no default pipeline after one was made')
  return found.id
}

/** Where an application to a job of this pipeline begins. */
export async function firstStageOf(
  tx: TenantTx,
  pipelineId: string,
): Promise<{ id: string; name: string; type: string }> {
  const stage = await findFirstStage(tx, pipelineId)
  if (!stage) throw new Error('a pipeline has no stages')
  return stage
}
