import type { Actor } from '#src/db/schema/events.ts'
import type { EndReason, Question } from '#src/db/schema/screening.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { type EmitContext, type EventDefinition, emit } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import {
  screeningAbandoned,
  screeningCancelled,
  screeningCompleted,
  screeningExpired,
  screeningMessageAdded,
} from './screening.events.ts'
import { analyseScreeningTask, nextTurnTask } from './screening.task-names.ts'
import { type SessionRow, updateSession } from './sessions.repo.ts'
import { stateAfter } from './states.ts'
import { insertMessage, type MessageRow } from './transcript.repo.ts'

/** Whoever writes: the transaction, and in whose name its events are told. */
export interface Writer {
  tx: TenantTx
  ctx: EmitContext
}

/** In the name of a candidate, who is nobody that events could name. */
export const AS_CANDIDATE: Actor = { type: 'system', id: null }

type Line = Pick<MessageRow, 'role' | 'kind' | 'text'> & Partial<MessageRow>

/** Writes the next line of a transcript; the row that the session becomes by it. */
export function say({ tx }: Pick<Writer, 'tx'>, session: SessionRow, line: Line): SessionRow {
  const sequence = session.lastSequence + 1
  insertMessage(tx, session.id, {
    answer: null,
    questionId: null,
    inReplyTo: null,
    clientMessageId: null,
    lineageId: null,
    ...line,
    sequence,
    createdAt: tx.now,
  })
  return { ...session, lastSequence: sequence }
}

/** Asks the question at the place the session has come to, or ends it after the last. */
export function goOn(writer: Writer, session: SessionRow, questions: readonly Question[]): SessionRow {
  const question = questions[session.position]
  if (!question) return complete(writer, session)
  const line = {
    role: 'interviewer',
    kind: 'question',
    text: question.text,
    questionId: question.id,
  } as const
  const asked = say(writer, session, line)
  return { ...asked, openSequence: asked.lastSequence }
}

function complete(writer: Writer, session: SessionRow): SessionRow {
  const state = stateAfter('complete', session.state)
  const said = say(writer, session, { role: 'system', kind: 'closing', text: CLOSINGS.completed })
  enqueue(writer.tx, writer.ctx, analyseScreeningTask, { session_id: session.id })
  return { ...said, state, openSequence: null, endedAt: writer.tx.now }
}

const CLOSINGS = {
  completed: 'Thank you, that was the last question. A person will read your answers.',
  withdrawn_by_candidate: 'You have left this screening. Your application is as it was.',
  cancelled_by_company: 'This screening was cancelled. Your application is as it was.',
  no_longer_needed: 'This screening is no longer needed, and nothing more is asked. Thank you for your time.',
  idle: 'This screening has ended because no answer came. Your application is as it was.',
  link_expired: 'The link to this screening has expired. Your application is as it was.',
} as const satisfies Record<EndReason | 'completed', string>

const ENDS = {
  cancel: screeningCancelled,
  abandon: screeningAbandoned,
  expire: screeningExpired,
} as const

/** Ends a screening before its questions were answered, whoever or whatever does. @throws AppError 409 */
export function endEarly(
  writer: Writer,
  session: SessionRow,
  action: keyof typeof ENDS,
  endReason: EndReason,
): SessionRow {
  const state = stateAfter(action, session.state)
  const said = say(writer, session, { role: 'system', kind: 'closing', text: CLOSINGS[endReason] })
  const ended = { ...said, state, endReason, openSequence: null, endedAt: writer.tx.now }
  return save(writer, ended, ENDS[action])
}

/** Leaves the turn to a model, which is asked outside of this transaction. */
export function leaveTurn({ tx, ctx }: Writer, session: SessionRow): SessionRow {
  enqueue(tx, ctx, nextTurnTask, { session_id: session.id, sequence: session.lastSequence })
  return { ...session, openSequence: null }
}

/** Stores what a session has become, and tells of it: by `event`, or by what its new state says. */
export function save(
  { tx, ctx }: Writer,
  session: SessionRow,
  event: EventDefinition = session.state === 'completed' ? screeningCompleted : screeningMessageAdded,
): SessionRow {
  const saved = { ...session, version: session.version + 1, updatedAt: tx.now }
  updateSession(tx, saved)
  emit(tx, ctx, event, saved.id, payloadOf(saved))
  return saved
}

export const payloadOf = (session: SessionRow) => ({
  application_id: session.applicationId,
  candidate_id: session.candidateId,
  job_id: session.jobId,
  state: session.state,
  last_sequence: session.lastSequence,
  version: session.version,
})
