import type { Effect } from '#src/db/scope.ts'
import { readTenantOnce } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { ActingContext } from '#src/http/context.ts'
import { type Principal, type Reach, reachOf } from '#src/http/principal.ts'
import { writeCandidates } from '#src/modules/candidates/index.ts'
import { isItemPending, settleItem } from '#src/modules/operations/index.ts'
import { tagCandidate } from '#src/modules/tags/index.ts'
import { writeApplications } from './applications.policy.ts'
import type { Application } from './applications.present.ts'
import { findApplication } from './applications.repo.ts'
import { found, personOf } from './applications.service.ts'
import type { BulkStep } from './bulk.schemas.ts'
import { rejectApplication, withdrawApplication } from './close-application.ts'
import { moveApplication } from './move-application.ts'

/** How far `principal` may do it; undefined when not at all. */
export const reachOfStep = (principal: Principal, action: BulkStep['action']): Reach | undefined =>
  action === 'tag' && !reachOf(principal, writeCandidates) ? undefined : reachOf(principal, writeApplications)

export interface BulkItem {
  id: string
  applicationId: string
}

/**
 * Does to one application what is asked for many, as a request for it alone would, and settles its item in the same
 * transaction. @throws AlreadySettled, and what such a request is refused with
 */
export function takeBulkStep(acting: ActingContext, item: BulkItem, step: BulkStep): Promise<unknown> {
  const { applicationId: id } = item
  const ctx = { ...acting, effect: settling(item, toldOfStep) }
  switch (step.action) {
    case 'move':
      return moveApplication(ctx, id, step, undefined)
    case 'reject':
      return rejectApplication(ctx, id, step, undefined)
    case 'withdraw':
      return withdrawApplication(ctx, id, step, undefined)
    case 'tag':
      return tagCandidateOf(acting, item, step.tag)
  }
}

async function tagCandidateOf(acting: ActingContext, item: BulkItem, tag: string): Promise<unknown> {
  const { candidateId } = await readTenantOnce(acting, async (tx) =>
    found(await findApplication(tx, item.applicationId, personOf(acting))),
  )
  const told = () => ({ application_id: item.applicationId, candidate_id: candidateId })
  return tagCandidate({ ...acting, effect: settling(item, told) }, candidateId, tag)
}

const toldOfStep = ({ id, status, stage, version }: Application) => ({
  application_id: id,
  status,
  stage_id: stage.id,
  version,
})

/** Somebody else has done it, or told why it cannot be done. */
export class AlreadySettled extends Error {}

/** Has an item settled with what is done for it: both are there, or neither. */
const settling = <T>({ id }: BulkItem, told: (answer: T) => Record<string, unknown>): Effect => ({
  rollback: false,
  async begin(tx: TenantTx) {
    if (!(await isItemPending(tx, id))) throw new AlreadySettled()
  },
  finish(tx: TenantTx, answer: T) {
    settleItem(tx, id, { result: told(answer) })
  },
})
