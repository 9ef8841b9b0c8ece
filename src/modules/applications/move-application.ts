import type { z } from 'zod'
import type { Stage } from '#src/db/schema/jobs.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { ActingContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { findJob, type JobRow } from '#src/modules/jobs/index.ts'
import type { advanceBody, moveBody, transferBody } from './application-actions.schemas.ts'
import { applicationErrors } from './applications.errors.ts'
import { findLiveId, type StandingRow } from './applications.repo.ts'
import { personOf } from './applications.service.ts'
import { nextStage, openStages, stageObstacle } from './applications.states.ts'
import { pipelineOf, TAKES_APPLICATIONS } from './create-application.ts'
import { refusedStep, takeStep, unknown } from './take-step.ts'

/** To the next stage of its job's pipeline. */
export const advanceApplication = (
  ctx: ActingContext,
  id: string,
  { from_stage_id: seenStageId }: z.output<typeof advanceBody>,
  ifMatch: number | undefined,
) => takeStep(ctx, { id, action: 'advance', ifMatch, seenStageId }, (_tx, row) => ({ stage: nextStage(row) }))

type Move = Omit<z.output<typeof moveBody>, 'stage_id'> & {
  stage_id?: string | undefined
  /** Instead of a stage: the first one of that type. */
  stage_type?: Stage['type'] | undefined
}

/** To a chosen stage of its job's pipeline. */
export const moveApplication = (
  ctx: ActingContext,
  id: string,
  { stage_id, stage_type, from_stage_id: seenStageId, reason }: Move,
  ifMatch: number | undefined,
) =>
  takeStep(ctx, { id, action: 'move', ifMatch, seenStageId }, (_tx, row) => {
    const { stages } = row.pipeline
    const stage = stages.find((one) => (stage_id ? one.id === stage_id : one.type === stage_type))
    if (!stage) throw unknown(applicationErrors.unknown_stage, stage_id ? '/stage_id' : '/stage_type')
    const open = openStages(row).find((one) => one.stage.id === stage.id)
    if (!open) throw refusedStep(ctx, row, 'move', stageObstacle(row, stage))
    if (open.needsReason && !reason) throw reasonRequired()
    return { stage, reason }
  })

const reasonRequired = () =>
  new AppError(applicationErrors.reason_required, {
    errors: [{ pointer: '/reason', code: 'required', message: 'why it goes back' }],
  })

/** To another job, with its history; there it begins at the first stage or at a chosen one. */
export const transferApplication = (
  ctx: ActingContext,
  id: string,
  { job_id: jobId, stage_id }: z.output<typeof transferBody>,
  ifMatch: number | undefined,
) =>
  takeStep(ctx, { id, action: 'transfer', ifMatch, jobId }, async (tx, row) => {
    const { pipelineId } = await assertTransferable(tx, ctx, row, jobId)
    const pipeline = await pipelineOf(tx, pipelineId)
    const stage = stage_id ? pipeline.stages.find((one) => one.id === stage_id) : pipeline.stages[0]
    if (!stage || stage.type === 'hired') throw unknown(applicationErrors.unknown_stage, '/stage_id')
    return { stage, columns: { jobId, pipeline } }
  })

async function assertTransferable(
  tx: TenantTx,
  ctx: ActingContext,
  row: StandingRow,
  jobId: string,
): Promise<JobRow> {
  const job = await findJob(tx, jobId)
  const person = personOf(ctx)
  const isVisible = job && (person === undefined || [job.recruiterId, job.hiringManagerId].includes(person))
  if (!isVisible) throw unknown(applicationErrors.unknown_job, '/job_id')
  if (jobId === row.jobId) throw new AppError(applicationErrors.same_job)
  if (!TAKES_APPLICATIONS.includes(job.status))
    throw new AppError(applicationErrors.job_not_open, { members: { job_status: job.status } })
  const existing = await findLiveId(tx, jobId, row.candidateId)
  if (existing) throw new AppError(applicationErrors.duplicate, { members: { existing_id: existing } })
  return job
}
