import { z } from 'zod'
import { PREFERENCE_ORIGINS } from '#src/db/schema/scoring-preferences.ts'
import { defineEvent } from '#src/platform/events/events.ts'

const version = z.object({
  client_id: z.uuid().nullable().describe('Null: of the tenant, for jobs whose client has none of its own'),
  version: z.int(),
  origin: z.enum(PREFERENCE_ORIGINS),
})
const rescored = version.extend({
  operation_id: z.uuid().describe('How far the matches are scored again'),
  previous_id: z.uuid().nullable().describe('The version that was in force before'),
})

const preferencesEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'scoring_preferences', description, payload })

export const preferencesCreated = preferencesEvent(
  'scoring_preferences.created',
  'A version of scoring preferences was made',
  version,
)
export const preferencesActivated = preferencesEvent(
  'scoring_preferences.activated',
  'A version of scoring preferences is in force',
  rescored.extend({ overridden: z.boolean().describe('Whether it did not pass the counterfactual gate') }),
)
export const preferencesRejected = preferencesEvent(
  'scoring_preferences.rejected',
  'A version of scoring preferences will not come into force',
  version,
)
export const preferencesRolledBack = preferencesEvent(
  'scoring_preferences.rolled_back',
  'A version of scoring preferences is no longer in force, and the one before it is again',
  version.extend({
    operation_id: rescored.shape.operation_id,
    restored_id: z.uuid().nullable().describe('Null: the tenant’s, or the default ones'),
  }),
)

export const preferencesEvents = [
  preferencesCreated,
  preferencesActivated,
  preferencesRejected,
  preferencesRolledBack,
]
