import type { z } from 'zod'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { PublicContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { faultOf, wordsOf } from './answer-value.ts'
import type { AnswerBody, answeredSchema } from './candidate.schemas.ts'
import { goOn, leaveTurn, save, say, type Writer } from './conversation.ts'
import { assertWritable, holderOf, lockHeld, readHeld } from './holder.ts'
import { findQuestionSet } from './questions.repo.ts'
import { screeningErrors } from './screening.errors.ts'
import { presentMessage } from './sessions.present.ts'
import type { SessionRow } from './sessions.repo.ts'
import { findByClientId, type MessageRow, readMessages } from './transcript.repo.ts'

type Answered = z.input<typeof answeredSchema>

/** Writes an answer, once, and what follows it. @throws AppError 401, 409, 410, 422 */
export async function sendAnswer(
  ctx: PublicContext,
  token: string | undefined,
  id: string,
  input: AnswerBody,
): Promise<Answered> {
  const holder = await holderOf(ctx, token, id)
  await withTenant(holder, async (tx) => {
    const session = await lockHeld(tx, holder)
    if (await isKnown(tx, id, input)) return
    assertWritable(session, tx.now)
    await write({ tx, ctx: holder }, session, input)
  })
  return readTenant(holder, async (tx) => {
    const { state } = await readHeld(tx, holder)
    const message = await findByClientId(tx, id, input.client_message_id)
    if (!message) throw new Error('an answer that was written is there')
    return { state, message: presentMessage(message) }
  })
}

/** Before all else, so that whoever did not hear our answer to the last message hears it after the end as well. */
async function isKnown(tx: TenantTx, id: string, input: AnswerBody): Promise<boolean> {
  const known = await findByClientId(tx, id, input.client_message_id)
  if (!known) return false
  if (known.inReplyTo === input.in_reply_to && isSame(known.answer?.value, input.answer)) return true
  throw new AppError(screeningErrors.message_id_reused, { members: { sequence: known.sequence } })
}

/** As they are stored, where there is one zero. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

async function write(writer: Writer, session: SessionRow, input: AnswerBody): Promise<void> {
  const { tx } = writer
  if (session.state === 'pending') throw new AppError(screeningErrors.not_accepted)
  if (session.openSequence === null || session.openSequence !== input.in_reply_to)
    throw new AppError(screeningErrors.not_asked, { members: { open_sequence: session.openSequence } })
  const { questions } = await findQuestionSet(tx, session.questionSetId)
  const question = questions[session.position]
  const asked = (await readMessages(tx, session.id, session.openSequence - 1))[0]
  if (!question || !asked) throw new Error('a message that waits for an answer is there, and has a question')
  const isFollowUp = asked.kind === 'follow_up'
  const fault = faultOf(question, input.answer, question.required && !isFollowUp)
  if (fault !== undefined)
    throw new AppError(screeningErrors.invalid_answer, {
      errors: [{ pointer: '/answer', code: 'invalid', message: fault }],
    })
  const said = say(writer, session, {
    role: 'candidate',
    kind: 'answer',
    text: wordsOf(input.answer),
    answer: { value: input.answer },
    questionId: question.id,
    inReplyTo: input.in_reply_to,
    clientMessageId: input.client_message_id,
  } satisfies Partial<MessageRow>)
  const answered = { ...said, activeAt: tx.now }
  const mayAskMore =
    !isFollowUp && question.kind === 'free_text' && input.answer !== null && asksModel(answered)
  if (mayAskMore) save(writer, leaveTurn(writer, answered))
  else save(writer, goOn(writer, { ...answered, position: answered.position + 1 }, questions))
}

const MAX_FOLLOW_UPS = 3

/** Whether a model may ask for more: where the candidate agreed, and not without end. */
export const asksModel = ({ aiAccepted, humanRequestedAt, followUps }: SessionRow): boolean =>
  aiAccepted === true && humanRequestedAt === null && followUps < MAX_FOLLOW_UPS
