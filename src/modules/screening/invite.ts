import type { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { readyProviders } from '#src/modules/llm/index.ts'
import { tenantOf } from '#src/modules/tenants/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { isCondition } from './conditions.ts'
import { payloadOf, say } from './conversation.ts'
import { disclosureText } from './disclosure.ts'
import { newSession } from './new-session.ts'
import { readyApplication } from './ready-application.ts'
import { screeningErrors } from './screening.errors.ts'
import { screeningInvited } from './screening.events.ts'
import { sendScreeningLinkTask, watchScreeningTask } from './screening.task-names.ts'
import { linkOf } from './screening-link.ts'
import { screeningTokens } from './screening-token.ts'
import { sealToken } from './sealed-token.ts'
import { presentScreening } from './sessions.present.ts'
import { insertSession, updateSession } from './sessions.repo.ts'
import type { inviteBody, invitedSchema } from './sessions.schemas.ts'

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
    const { application, set } = await readyApplication(tx, ctx, applicationId)
    if (input.send_email && !application.email) throw new AppError(screeningErrors.no_email)
    const row = newSession(tx.now, application, set, {
      id,
      applicationId,
      channel: 'chat',
      tokenHash: hash,
      aiProviders,
      expiresAt: new Date(tx.now.getTime() + input.expires_in_days * DAY_MS),
      idleMinutes: input.idle_minutes,
      createdBy: ctx.principal.userId,
    })
    await insertSession(tx, row)
    const text = disclosureText({
      company,
      jobTitle: application.jobTitle,
      questions: row.questions,
      conditions: set.questions.filter(isCondition).length,
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
