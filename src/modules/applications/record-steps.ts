import type { Actor } from '#src/db/schema/events.ts'
import type { Stage } from '#src/db/schema/jobs.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import type { ApplicationRow } from './applications.repo.ts'
import { closeEntries, insertEntries } from './stage-history.repo.ts'

/** What of an application its history tells. */
export type Placement = Pick<
  ApplicationRow,
  | 'id'
  | 'jobId'
  | 'candidateId'
  | 'stageId'
  | 'stageName'
  | 'stageType'
  | 'stageEnteredAt'
  | 'status'
  | 'rejectionReasonId'
  | 'version'
>

/** From where an application came to where it now is. */
export interface Step {
  action: string
  before: Pick<Placement, 'stageId' | 'stageName' | 'stageType' | 'status'> | null
  after: Placement
  reason?: string | null
}

/** Ends the interval that each application was in and begins the next at the same time, so that they add up. */
export function recordSteps(tx: TenantTx, actor: Actor, steps: Step[]): void {
  if (steps.length === 0) return
  closeEntries(
    tx,
    steps.flatMap(({ before, after }) => (before ? [after.id] : [])),
  )
  insertEntries(
    tx,
    steps.map(({ action, before, after, reason }) => ({
      id: newId(),
      applicationId: after.id,
      action,
      jobId: after.jobId,
      fromStage: before && stageOf(before),
      toStage: stageOf(after),
      fromStatus: before?.status ?? null,
      toStatus: after.status,
      reason: reason ?? null,
      rejectionReasonId: after.rejectionReasonId,
      actor,
      enteredAt: after.stageEnteredAt,
      leftAt: null,
    })),
  )
}

export const stageOf = ({
  stageId,
  stageName,
  stageType,
}: Pick<Placement, 'stageId' | 'stageName' | 'stageType'>): Stage => ({
  id: stageId,
  name: stageName,
  type: stageType,
})

/** What every event of an application says. */
export const payloadOf = ({
  jobId,
  candidateId,
  stageId,
  status,
  version,
}: Pick<Placement, 'jobId' | 'candidateId' | 'stageId' | 'status' | 'version'>) => ({
  job_id: jobId,
  candidate_id: candidateId,
  stage_id: stageId,
  status,
  version,
})

/** What every event of a step says. */
export const stepPayloadOf = (before: Pick<Placement, 'stageId' | 'status'>, after: Placement) => ({
  ...payloadOf(after),
  from_status: before.status,
  from_stage_id: before.stageId,
})
