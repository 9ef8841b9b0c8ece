import type { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { applicationErrors } from '#src/modules/applications/index.ts'
import { readyProviders } from '#src/modules/llm/index.ts'
import { tenantOf } from '#src/modules/tenants/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { payloadOf, say } from './conversation.ts'
import { disclosureText } from './disclosure.ts'
import { findQuestions, type QuestionSetRow } from './questions.repo.ts'
import { screeningErrors } from './screening.errors.ts'
import { screeningInvited } from './screening.events.ts'
import { sendScreeningLinkTask, watchScreeningTask } from './screening.task-names.ts'
import { linkOf } from './screening-link.ts'
import { screeningTokens } from './screening-token.ts'
import { sealToken } from './sealed-token.ts'
import { presentScreening } from './sessions.present.ts'
import {
  findApplication,
  type InvitedApplication,
  insertSession,
  type SessionRow,
  updateSession,
} from './sessions.repo.ts'
import type { inviteBody, invitedSchema } from './sessions.schemas.ts'
import { personOf } from './sessions.service.ts'

/** Invites a candidate by a link that opens this one screening. @throws AppError 404, 409, 422 */
export async function invite(
  ctx: RequestContext,
  applicationId: string,
  input: z.output<typeof inviteBody>,
): Promise<z.input<typeof invitedSchema>> {
  const id = newId()
  const { token, hash } = screeningTokens.make(ctx.tenantId, id)
  const aiProviders = input.use_ai ? await offeredProviders(ctx) : []
  const company = (await tenantOf(ctx.app, ctx.tenantId))?.name ?? ''
  return withTenant(ctx, async (tx) => {
    const application = await findApplication(tx, applicationId, personOf(ctx) ?? null)
    if (!application) throw new AppError(applicationErrors.not_found)
    if (application.status !== 'active') throw new AppError(screeningErrors.application_closed)
    if (input.send_email && !application.email) throw new AppError(screeningErrors.no_email)
    const set = await findQuestions(tx, application.jobId)
    if (!set) throw new AppError(screeningErrors.no_questions)
    const row: SessionRow = {
      ...freshSession(tx.now, application, set, input),
      id,
      applicationId,
      tokenHash: hash,
      aiProviders,
      createdBy: ctx.principal.userId,
    }
    await insertSession(tx, row)
    const text = disclosureText({
      company,
      jobTitle: application.jobTitle,
      questions: row.questions,
      aiProviders,
    })
    const session = say({ tx }, row, { role: 'system', kind: 'disclosure', text })
    updateSession(tx, session)
    emit(tx, ctx, screeningInvited, id, payloadOf(session))
    enqueue(tx, ctx, watchScreeningTask, { session_id: id })
    if (input.send_email) {
      const sealed = sealToken(ctx.app.envelope, { tenantId: ctx.tenantId, sessionId: id }, token)
      enqueue(tx, ctx, sendScreeningLinkTask, { session_id: id, sealed_token: sealed })
    }
    return { ...presentScreening(session), token, link: linkOf(ctx.app.config.webUrl, id, token) }
  })
}

/** For follow-up questions or for scores: either makes it a chat in which AI is used. */
async function offeredProviders(ctx: RequestContext): Promise<string[]> {
  const both = [await readyProviders(ctx, 'screening'), await readyProviders(ctx, 'answer_scoring')]
  return [...new Set(both.flat())]
}

const DAY_MS = 86_400_000

type Fresh = Omit<SessionRow, 'id' | 'applicationId' | 'tokenHash' | 'aiProviders' | 'createdBy'>

const freshSession = (
  now: Date,
  { candidateId, jobId, status }: InvitedApplication,
  set: QuestionSetRow,
  { expires_in_days: days, idle_minutes: idleMinutes }: z.output<typeof inviteBody>,
): Fresh => ({
  candidateId,
  jobId,
  applicationStatus: status,
  questionSetId: set.id,
  questions: set.questions.length,
  questionsVersion: set.version,
  state: 'pending',
  expiresAt: new Date(now.getTime() + days * DAY_MS),
  idleMinutes,
  aiAccepted: null,
  humanRequestedAt: null,
  position: 0,
  openSequence: null,
  followUps: 0,
  lastSequence: 0,
  endReason: null,
  startedAt: null,
  activeAt: now,
  endedAt: null,
  version: 1,
  createdAt: now,
  updatedAt: now,
})
