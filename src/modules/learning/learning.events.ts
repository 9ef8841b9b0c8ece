import { z } from 'zod'
import { FEEDBACK_ACTIONS, MODEL_KINDS } from '#src/db/schema/learning.ts'
import { defineEvent } from '#src/platform/events/events.ts'

const feedback = z.object({
  feedback_id: z.uuid(),
  job_id: z.uuid(),
  candidate_id: z.uuid(),
  action: z.enum(FEEDBACK_ACTIONS),
  version: z.int(),
})

export const feedbackGiven = defineEvent({
  type: 'match.feedback_given',
  resource: 'match',
  description: 'Somebody said, or says otherwise now, what they make of a candidate for a job',
  payload: feedback,
})
export const feedbackWithdrawn = defineEvent({
  type: 'match.feedback_withdrawn',
  resource: 'match',
  description: 'What somebody made of a candidate for a job was taken back',
  payload: feedback,
})

const model = z.object({ kind: z.enum(MODEL_KINDS), number: z.int() })

const modelEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'model', description, payload })

export const modelRequested = modelEvent('model.requested', 'A model version is to be trained', model)
export const modelEvaluated = modelEvent(
  'model.evaluated',
  'A model version was trained and held against its gates',
  model.extend({
    state: z.enum(['approved', 'rejected']),
    failed_gates: z.array(z.string()),
  }),
)
export const modelActivated = modelEvent(
  'model.activated',
  'A model version is in force',
  model.extend({ previous_id: z.uuid().nullable() }),
)
export const modelRolledBack = modelEvent(
  'model.rolled_back',
  'A model version is no longer in force, and what was before it is again',
  model.extend({ restored_id: z.uuid().nullable().describe('Null: weights that were not learnt') }),
)

export const settingsUpdated = defineEvent({
  type: 'learning_settings.updated',
  resource: 'learning_settings',
  description: 'How the tenant explores changed',
  payload: z.object({ changed: z.array(z.string()), version: z.int() }),
})

export const learningEvents = [
  feedbackGiven,
  feedbackWithdrawn,
  modelRequested,
  modelEvaluated,
  modelActivated,
  modelRolledBack,
  settingsUpdated,
]
