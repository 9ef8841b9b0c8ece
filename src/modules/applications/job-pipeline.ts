import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { Stage } from '#src/db/schema/jobs.ts'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { AppError } from '#src/lib/errors.ts'
import { findJob, type JobRow, lockJob, saveJob, visibleJob } from '#src/modules/jobs/index.ts'
import {
  dropStages,
  findPipeline,
  type PipelineRow,
  pipelineErrors,
  putStages,
  stagesOf,
  unknownStage,
  updatePipeline,
} from '#src/modules/pipelines/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { applicationStageChanged, applicationUpdated } from './applications.events.ts'
import { countByStage, restage } from './batches.repo.ts'
import type { jobPipelineBody, jobPipelineSchema } from './job-pipeline.schemas.ts'
import { payloadOf, recordSteps, stepPayloadOf } from './record-steps.ts'

type Input = z.output<typeof jobPipelineBody>

export function readJobPipeline(ctx: RequestContext, jobId: string) {
  return readTenant(ctx, async (tx) => {
    const job = visibleJob(ctx, await findJob(tx, jobId))
    return present(job, await pipelineOfJob(tx, job))
  })
}

/**
 * Replaces the stages of a job. Applications follow: those in a stage that changes show it, those in one that is
 * removed go where `remap` says. @throws AppError 409 where it does not say so
 */
export function replaceJobPipeline(
  ctx: RequestContext,
  jobId: string,
  input: Input,
  ifMatch: number | undefined,
) {
  return withTenant(ctx, async (tx) => {
    const job = visibleJob(ctx, await lockJob(tx, jobId))
    assertVersion(ifMatch, job.version)
    const before = await pipelineOfJob(tx, job)
    const stages = stagesOf(input.stages, before.stages)
    const after = { ...before, stages, strict: input.strict ?? before.strict }
    assertSameKinds(before.stages, stages)
    const targets = targetsOf(input.remap ?? {}, before.stages, stages)
    if (isDeepStrictEqual(before, after)) return present(job, before)
    const removed = before.stages.filter((stage) => !byId(stages, stage.id))
    await assertEmptied(
      tx,
      removed.filter((stage) => !targets.has(stage.id)),
    )

    await putStages(tx, before.id, stages)
    await showChangedStages(tx, ctx, jobId, before.stages, stages)
    // A stage that only deleted applications are in is remapped without being asked.
    for (const stage of removed) await leaveStage(tx, ctx, jobId, stage, targets.get(stage.id) ?? stages[0])
    dropStages(tx, before.id)
    updatePipeline(tx, before.id, { strict: after.strict, version: before.version + 1, updatedAt: tx.now })
    const saved = saveJob(tx, ctx, job, { pipeline: { from: told(before), to: told(after) } })
    return present(saved, after)
  })
}

async function pipelineOfJob(tx: TenantTx, job: JobRow): Promise<PipelineRow> {
  const pipeline = await findPipeline(tx, job.pipelineId)
  if (!pipeline) throw new Error('a job has no pipeline')
  return pipeline
}

const byId = (stages: Stage[], id: string) => stages.find((stage) => stage.id === id)

/** Only hiring leads into a stage of type hired, so no other stage turns into one, nor one into another. */
function assertSameKinds(before: Stage[], after: Stage[]): void {
  for (const [place, { id, type }] of after.entries()) {
    const old = byId(before, id)
    if (old && (old.type === 'hired') !== (type === 'hired')) throw unknownStage(`/stages/${place}/type`)
  }
}

/** By the id of each removed stage. @throws AppError 422 for a stage that is not removed, or one that does not stay */
function targetsOf(remap: Record<string, string>, before: Stage[], after: Stage[]): Map<string, Stage> {
  return new Map(
    Object.entries(remap).map(([from, to]) => {
      const [source, target] = [byId(before, from), byId(after, to)]
      const fits = target && (target.type !== 'hired' || source?.type === 'hired')
      if (!source || byId(after, from) || !fits) throw unknownStage(`/remap/${from}`)
      return [from, target]
    }),
  )
}

async function assertEmptied(tx: TenantTx, stages: Stage[]): Promise<void> {
  if (stages.length === 0) return
  const counts = await countByStage(
    tx,
    stages.map(({ id }) => id),
  )
  if (counts.length === 0) return
  throw new AppError(pipelineErrors.stage_in_use, {
    members: {
      stages: counts.map(({ stageId, applications }) => ({ id: stageId, applications })),
    },
    errors: counts.map(({ stageId }) => ({
      pointer: `/remap/${stageId}`,
      code: 'required',
      message: 'where its applications go',
    })),
  })
}

/** An application shows the name and type of its stage, so it changes with them. */
async function showChangedStages(
  tx: TenantTx,
  ctx: RequestContext,
  jobId: string,
  before: Stage[],
  after: Stage[],
): Promise<void> {
  for (const stage of after) {
    const old = byId(before, stage.id)
    if (!old || isDeepStrictEqual(old, stage)) continue
    for (const row of await restage(tx, jobId, stage.id, stage))
      emit(tx, ctx, applicationUpdated, row.id, { ...payloadOf(row), changed: ['stage'] })
  }
}

async function leaveStage(
  tx: TenantTx,
  ctx: RequestContext,
  jobId: string,
  from: Stage,
  to: Stage | undefined,
): Promise<void> {
  if (!to) return
  const left = { stageId: from.id, stageName: from.name, stageType: from.type }
  const steps = (await restage(tx, jobId, from.id, to)).map((after) => ({
    action: 'remap',
    before: { ...left, status: after.status },
    after,
  }))
  recordSteps(tx, ctx.actor, steps)
  for (const { before, after } of steps)
    emit(tx, ctx, applicationStageChanged, after.id, stepPayloadOf(before, after))
}

const told = ({ strict, stages }: PipelineRow) => ({ strict, stages })

const present = (
  job: JobRow,
  { id, name, strict, stages }: PipelineRow,
): z.input<typeof jobPipelineSchema> => ({
  id,
  job_id: job.id,
  name,
  strict,
  stages,
  version: job.version,
})
