import { z } from 'zod'
import { EVALUATION_KINDS, EVALUATION_METHODS, SCREENING_STATES } from '#src/db/schema/screening.ts'
import { defineEvent } from '#src/platform/events/events.ts'

// No member says what anybody wrote: an event reaches further than a transcript, and outlives it.
const screening = z.object({
  application_id: z.uuid(),
  candidate_id: z.uuid(),
  job_id: z.uuid(),
  state: z.enum(SCREENING_STATES),
  last_sequence: z.int(),
  version: z.int(),
})

const screeningEvent = (type: string, description: string) =>
  defineEvent({ type, resource: 'screening', description, payload: screening })

export const screeningInvited = screeningEvent('screening.invited', 'A candidate was invited to a screening')
export const screeningStarted = screeningEvent(
  'screening.started',
  'A candidate accepted the disclosure of a screening, which began',
)
export const screeningMessageAdded = screeningEvent(
  'screening.message_added',
  'A screening went on: the transcript has more messages',
)
export const screeningHumanRequested = screeningEvent(
  'screening.human_requested',
  'A candidate asked for a person instead of software',
)
export const screeningCompleted = screeningEvent(
  'screening.completed',
  'All questions of a screening were answered',
)
export const screeningAbandoned = screeningEvent(
  'screening.abandoned',
  'A screening that had begun was left without an answer',
)
export const screeningExpired = screeningEvent(
  'screening.expired',
  'The link of a screening that had not begun expired',
)
export const screeningCancelled = screeningEvent(
  'screening.cancelled',
  'A candidate left a screening, it was cancelled, or it is no longer needed',
)

const evaluation = z.object({
  kind: z.enum(EVALUATION_KINDS),
  subject_id: z.uuid(),
  application_id: z.uuid(),
  candidate_id: z.uuid(),
  job_id: z.uuid(),
  revision: z.int(),
  method: z.enum(EVALUATION_METHODS),
  needs_human: z.boolean(),
})

export const evaluationMade = defineEvent({
  type: 'ai_evaluation.created',
  resource: 'ai_evaluation',
  description: 'Answers were scored by the rubric of their questions',
  payload: evaluation,
})
export const evaluationOverridden = defineEvent({
  type: 'ai_evaluation.overridden',
  resource: 'ai_evaluation',
  description: 'A person put a score of theirs in the place of an evaluation’s',
  payload: evaluation,
})

const template = z.object({ version: z.int() })
const templateEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'question_template', description, payload })

export const templateCreated = templateEvent(
  'question_template.created',
  'A template of questions was made',
  template,
)
export const templateUpdated = templateEvent(
  'question_template.updated',
  'A template of questions was changed; jobs that took a copy keep theirs',
  template.extend({ changed: z.array(z.string()) }),
)
export const templateDeleted = templateEvent(
  'question_template.deleted',
  'A template of questions was removed; jobs that took a copy keep theirs',
  template,
)

export const questionsReplaced = defineEvent({
  type: 'screening_questions.replaced',
  resource: 'screening_questions',
  description: 'The screening questions of a job were replaced; screenings that were invited keep theirs',
  payload: z.object({ job_id: z.uuid(), version: z.int(), template_id: z.uuid().nullable() }),
})

export const screeningEvents = [
  templateCreated,
  templateUpdated,
  templateDeleted,
  questionsReplaced,
  screeningInvited,
  screeningStarted,
  screeningMessageAdded,
  screeningHumanRequested,
  screeningCompleted,
  screeningAbandoned,
  screeningExpired,
  screeningCancelled,
  evaluationMade,
  evaluationOverridden,
]
