import { z } from 'zod'
import { APPLICATION_STATUSES } from '#src/db/schema/candidates.ts'
import { listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, textSchema, timeSchema } from '#src/http/schemas.ts'
import { stageSchema } from '#src/modules/pipelines/index.ts'
import { APPLICATION_ACTIONS } from './applications.states.ts'

const from_stage_id = idSchema
  .optional()
  .describe('The stage you saw it in: where it has moved on, the answer is 409')
const reason = lineSchema(500).nullish()

export const advanceBody = z.strictObject({ from_stage_id }).meta({ id: 'ApplicationAdvance' })
export const moveBody = z
  .strictObject({
    stage_id: idSchema,
    from_stage_id,
    reason: reason.describe('Needed to move back in a strict pipeline'),
  })
  .meta({ id: 'ApplicationMove' })
export const rejectBody = z
  .strictObject({
    reason_id: idSchema.nullish().describe('A rejection reason of type `rejected_by_company` or `other`'),
    note: textSchema(2000).nullish(),
  })
  .meta({ id: 'ApplicationReject' })
export const withdrawBody = z
  .strictObject({
    reason_id: idSchema.nullish().describe('A rejection reason of type `candidate_withdrew` or `other`'),
    reason: textSchema(2000).nullish().describe('In the words of the candidate'),
  })
  .meta({ id: 'ApplicationWithdraw' })
export const hireBody = z
  .strictObject({
    hired_at: z.iso.datetime({ offset: true }).optional().describe('Now, if absent'),
  })
  .meta({ id: 'ApplicationHire' })
export const transferBody = z
  .strictObject({
    job_id: idSchema.describe('The job it shall be to'),
    stage_id: idSchema.optional().describe('Of that job’s pipeline; its first stage if absent'),
  })
  .meta({ id: 'ApplicationTransfer' })
export const undoBody = z.strictObject({ reason }).meta({ id: 'ApplicationUndo' })

const actions = z.enum(APPLICATION_ACTIONS)

export const allowedActionsSchema = z
  .object({
    current_state: z.enum(APPLICATION_STATUSES),
    allowed: z.array(actions),
    reasons: z.partialRecord(actions, z.string()).describe('Why each of the others is refused'),
    stages: z
      .array(stageSchema.extend({ needs_reason: z.boolean() }).meta({ id: 'OpenStage' }))
      .describe('Where `move` may lead to'),
  })
  .meta({ id: 'ApplicationAllowedActions' })

export const stageEntrySchema = z
  .object({
    id: idSchema,
    action: z.string().describe('What began it, such as `apply`, `move` or `reject`'),
    job_id: idSchema,
    from_stage: stageSchema.nullable().describe('As it was then'),
    to_stage: stageSchema,
    from_status: z.enum(APPLICATION_STATUSES).nullable(),
    to_status: z.enum(APPLICATION_STATUSES),
    reason: z.string().nullable(),
    rejection_reason_id: idSchema.nullable(),
    actor: z.object({ type: z.enum(['user', 'api_key', 'system']), id: idSchema.nullable() }),
    entered_at: timeSchema,
    left_at: timeSchema.nullable().describe('Null while it lasts'),
    duration_ms: z
      .int()
      .describe(
        'Until now while it lasts. Those with status `active` are time in the stage; all add up to the age',
      ),
  })
  .meta({ id: 'StageHistoryEntry' })

export const stageHistoryPage = pageSchema(stageEntrySchema, 'StageHistoryPage')
export const stageHistoryQuery = listQuery({ sorts: ['entered_at'], item: stageEntrySchema })
