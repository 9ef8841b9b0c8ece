import { STAGE_TYPES } from '#src/db/schema/jobs.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import * as repo from './pipelines.repo.ts'

/** Makes a job's own copy of a template, or of the default; answers its id. Undefined when there is no such template. */
export async function copyPipeline(
  tx: TenantTx,
  templateId: string | null | undefined,
): Promise<string | undefined> {
  const template = templateId ? await repo.findTemplate(tx, templateId) : await defaultPipeline(tx)
  if (!template) return undefined
  const { name, strict } = template
  const copy = newPipeline(tx, {
    name,
    strict,
    isTemplate: false,
    isDefault: false,
    stages: template.stages.map((stage) => ({ ...stage, id: newId() })),
  })
  repo.insertPipeline(tx, copy)
  return copy.id
}

/** The template of jobs that name none, made at a tenant's first need of it. */
export async function defaultPipeline(tx: TenantTx): Promise<repo.PipelineRow> {
  const known = await repo.findDefault(tx)
  if (known) return known
  const stages = STAGE_TYPES.map((type) => ({ id: newId(), name: type.replace(/^./, upper), type }))
  const first = { name: 'Default', strict: false, isTemplate: true, isDefault: true, stages }
  await repo.insertFirstDefault(tx, newPipeline(tx, first))
  const found = await repo.findDefault(tx)
  if (!found) throw new Error('a tenant has no default pipeline after one was made')
  return found
}

const upper = (letter: string) => letter.toUpperCase()

type Blueprint = Omit<repo.PipelineRow, 'id' | 'version' | 'createdAt' | 'updatedAt'>

export const newPipeline = (tx: TenantTx, blueprint: Blueprint): repo.PipelineRow => ({
  ...blueprint,
  id: newId(),
  version: 1,
  createdAt: tx.now,
  updatedAt: tx.now,
})
