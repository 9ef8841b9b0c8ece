import type { z } from 'zod'
import type { AnswerValue, Question } from '#src/db/schema/screening.ts'
import { withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError, type FieldError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { tenantOf } from '#src/modules/tenants/index.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { faultOf, wordsOf } from './answer-value.ts'
import { save, say, type Writer } from './conversation.ts'
import { formText } from './disclosure.ts'
import type { FormBody } from './form.schemas.ts'
import { newSession } from './new-session.ts'
import { readyApplication } from './ready-application.ts'
import { screeningErrors } from './screening.errors.ts'
import { analyseScreeningTask } from './screening.task-names.ts'
import { presentScreening } from './sessions.present.ts'
import { insertSession, type SessionRow } from './sessions.repo.ts'
import type { screeningSchema } from './sessions.schemas.ts'

/** Keeps what was answered in a form as a screening that is complete, so that it is scored as a chat is. @throws AppError 404, 409, 422 */
export async function takeForm(
  ctx: RequestContext,
  applicationId: string,
  input: FormBody,
): Promise<z.input<typeof screeningSchema>> {
  const company = (await tenantOf(ctx.app, ctx.tenantId))?.name ?? ''
  return withTenant(ctx, async (tx) => {
    const { application, set } = await readyApplication(tx, ctx, applicationId)
    if (set.version !== input.questions_version)
      throw new AppError(screeningErrors.questions_changed, { members: { version: set.version } })
    const answers = answersTo(set.questions, input.answers)
    const aiProviders = [...new Set(input.ai_providers)]
    const row = newSession(tx.now, application, set, {
      id: newId(),
      applicationId,
      channel: 'form',
      tokenHash: null,
      aiProviders,
      // There is no link, and nothing that is waited for.
      expiresAt: tx.now,
      idleMinutes: 0,
      createdBy: ctx.principal.userId,
    })
    await insertSession(tx, row)
    const writer = { tx, ctx }
    const text = formText({ company, aiProviders })
    const told = say(writer, row, { role: 'system', kind: 'disclosure', text })
    const answered = set.questions.reduce(
      (session, question) => write(writer, session, question, answers.get(question.id) ?? null),
      told,
    )
    enqueue(tx, ctx, analyseScreeningTask, { session_id: row.id })
    const saved = save(writer, {
      ...answered,
      state: 'completed',
      position: set.questions.length,
      aiAccepted: aiProviders.length > 0,
      endedAt: tx.now,
    })
    return presentScreening(saved)
  })
}

function write(writer: Writer, session: SessionRow, question: Question, value: AnswerValue): SessionRow {
  const { id: questionId, text } = question
  const asked = say(writer, session, { role: 'interviewer', kind: 'question', text, questionId })
  return say(writer, asked, {
    role: 'candidate',
    kind: 'answer',
    text: wordsOf(value),
    answer: { value },
    questionId,
    inReplyTo: asked.lastSequence,
  })
}

/** By their questions. @throws AppError 422 with each that does not fit */
function answersTo(
  questions: readonly Question[],
  given: FormBody['answers'],
): ReadonlyMap<string, AnswerValue> {
  const answers = new Map<string, AnswerValue>()
  const errors: FieldError[] = []
  const refuse = (pointer: string, message: string) => errors.push({ pointer, code: 'invalid', message })
  given.forEach(({ question_id: id, answer }, i) => {
    const question = questions.find((one) => one.id === id)
    const fault = question && faultOf(question, answer, question.required)
    if (!question) refuse(`/answers/${i}/question_id`, 'names no question of the job')
    else if (answers.has(id)) refuse(`/answers/${i}/question_id`, 'is answered twice')
    else if (fault !== undefined) refuse(`/answers/${i}/answer`, fault)
    answers.set(id, answer)
  })
  questions.forEach(({ id, required }, i) => {
    if (required && !answers.has(id)) refuse('/answers', `question ${i + 1} has to be answered`)
  })
  if (errors.length > 0) throw new AppError(screeningErrors.invalid_answer, { errors })
  return answers
}
