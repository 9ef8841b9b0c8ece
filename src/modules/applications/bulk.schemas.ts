import { z } from 'zod'
import { STAGE_TYPES } from '#src/db/schema/jobs.ts'
import { idSchema } from '#src/http/schemas.ts'
import { operationSchema } from '#src/modules/operations/index.ts'
import { tagName } from '#src/modules/tags/index.ts'
import { moveBody, rejectBody, withdrawBody } from './application-actions.schemas.ts'

export const BULK_ITEMS = 1000

const application_ids = z
  .array(idSchema)
  .min(1)
  .max(BULK_ITEMS)
  .superRefine((ids, check) => {
    const twice = ids.findIndex((id, place) => ids.indexOf(id) !== place)
    if (twice !== -1) check.addIssue({ code: 'custom', path: [twice], message: 'is in the list already' })
  })

const { stage_id, reason } = moveBody.shape

/** What is done to each application, and what it needs to know. */
export const bulkStepSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('move'),
    stage_id: stage_id.optional().describe('Either a stage, which is one job’s'),
    stage_type: z
      .enum(STAGE_TYPES)
      .exclude(['hired'])
      .optional()
      .describe('Or the first stage of a type, in whatever job'),
    reason,
  }),
  z.strictObject({ action: z.literal('reject'), ...rejectBody.shape }),
  z.strictObject({ action: z.literal('withdraw'), ...withdrawBody.shape }),
  z.strictObject({ action: z.literal('tag'), tag: tagName.describe('Given to the candidate') }),
])
export type BulkStep = z.output<typeof bulkStepSchema>

const [move, reject, withdraw, tag] = bulkStepSchema.options

export const bulkBody = z
  .discriminatedUnion('action', [
    move.extend({ application_ids }),
    reject.extend({ application_ids }),
    withdraw.extend({ application_ids }),
    tag.extend({ application_ids }),
  ])
  .superRefine((body, check) => {
    if (body.action === 'move' && (body.stage_id === undefined) === (body.stage_type === undefined))
      check.addIssue({ code: 'custom', path: ['stage_id'], message: 'either this or stage_type' })
  })
  .meta({ id: 'ApplicationBulk' })

export const bulkSchema = z.object({ operation: operationSchema }).meta({ id: 'ApplicationBulkStarted' })
