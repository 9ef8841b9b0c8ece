import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { emit } from '#src/platform/events/events.ts'
import { defaultPipeline, newPipeline } from './job-pipelines.ts'
import { pipelineErrors } from './pipelines.errors.ts'
import { pipelineCreated, pipelineDeleted, pipelineUpdated } from './pipelines.events.ts'
import * as repo from './pipelines.repo.ts'
import type { pipelineBody, pipelinePatch, pipelineSchema } from './pipelines.schemas.ts'
import { stagesOf } from './pipelines.stages.ts'

type Pipeline = z.input<typeof pipelineSchema>

/** A tenant always has its default; whoever looks before there is one makes it. */
export async function listPipelines(ctx: RequestContext, request: ListRequest) {
  const list = async (tx: TenantTx) => pageOf(await repo.listTemplates(tx, request), present)
  const page = await readTenantOnce(ctx, list)
  if (page.data.length > 0) return page
  return withTenant(ctx, async (tx) => {
    await defaultPipeline(tx)
    return list(tx)
  })
}

export const readPipeline = (ctx: RequestContext, id: string): Promise<Pipeline> =>
  readTenantOnce(ctx, async (tx) => present(found(await repo.findTemplate(tx, id))))

export function createPipeline(
  ctx: RequestContext,
  { name, strict = false, is_default: isDefault = false, stages }: z.output<typeof pipelineBody>,
): Promise<Pipeline> {
  return withTenant(ctx, async (tx) => {
    const blueprint = { name, strict, isDefault, isTemplate: true, stages: stagesOf(stages, []) }
    const row = newPipeline(tx, blueprint)
    if (isDefault) await demoteDefault(tx, ctx)
    else await defaultPipeline(tx)
    repo.insertPipeline(tx, row)
    emit(tx, ctx, pipelineCreated, row.id, payloadOf(row))
    return present(row)
  })
}

/** Changes a template; the jobs made from it keep what they have. */
export function updatePipeline(
  ctx: RequestContext,
  id: string,
  { name, strict, is_default, stages }: z.output<typeof pipelinePatch>,
  ifMatch: number | undefined,
): Promise<Pipeline> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockTemplate(tx, id))
    assertVersion(ifMatch, before.version)
    if (before.isDefault && is_default === false) throw new AppError(pipelineErrors.default_required)
    const wanted = {
      name: name ?? before.name,
      strict: strict ?? before.strict,
      isDefault: is_default ?? before.isDefault,
      stages: stages ? stagesOf(stages, before.stages) : before.stages,
    }
    const changed = Object.keys(NAMES).filter(
      (key) => !isDeepStrictEqual(before[key as Key], wanted[key as Key]),
    )
    if (changed.length === 0) return present(before)
    if (wanted.isDefault && !before.isDefault) await demoteDefault(tx, ctx)
    if (changed.includes('stages')) {
      await repo.putStages(tx, id, wanted.stages)
      repo.dropStages(tx, id)
    }
    return present(save(tx, ctx, { ...before, ...wanted }, changed as Key[]))
  })
}

/** What can change of a template, as events name it. */
const NAMES = { name: 'name', strict: 'strict', isDefault: 'is_default', stages: 'stages' } as const
type Key = keyof typeof NAMES

export async function deletePipeline(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const row = found(await repo.lockTemplate(tx, id))
    assertVersion(ifMatch, row.version)
    if (row.isDefault) throw new AppError(pipelineErrors.default_required)
    const version = row.version + 1
    repo.updatePipeline(tx, id, { deletedAt: tx.now, updatedAt: tx.now, version })
    emit(tx, ctx, pipelineDeleted, id, payloadOf({ ...row, version }))
  })
}

/** Makes room for another default. */
async function demoteDefault(tx: TenantTx, ctx: RequestContext): Promise<void> {
  const current = await repo.lockDefault(tx)
  if (current) save(tx, ctx, { ...current, isDefault: false }, ['isDefault'])
}

function save(tx: TenantTx, ctx: RequestContext, row: repo.PipelineRow, changed: Key[]): repo.PipelineRow {
  const saved = { ...row, version: row.version + 1, updatedAt: tx.now }
  const { stages: _, ...columns } = saved
  repo.updatePipeline(tx, row.id, columns)
  emit(tx, ctx, pipelineUpdated, row.id, { ...payloadOf(saved), changed: changed.map((key) => NAMES[key]) })
  return saved
}

const payloadOf = ({ isDefault, strict, version }: repo.PipelineRow) => ({
  is_default: isDefault,
  strict,
  version,
})

const present = (row: repo.PipelineRow): Pipeline => ({
  id: row.id,
  name: row.name,
  strict: row.strict,
  is_default: row.isDefault,
  stages: row.stages,
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})

function found(row: repo.PipelineRow | undefined): repo.PipelineRow {
  if (!row) throw new AppError(pipelineErrors.not_found)
  return row
}
