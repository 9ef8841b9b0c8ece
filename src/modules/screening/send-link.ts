import { readTenant } from '#src/db/tenant.ts'
import { tenantOf } from '#src/modules/tenants/index.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { screeningLinkMail } from './mails/screening-link.ts'
import { linkOf } from './screening-link.ts'
import { openToken } from './sealed-token.ts'
import { findApplication, findSession, type SessionRow } from './sessions.repo.ts'

/** Sends the link, unless the screening has begun, has ended or is not needed by then. */
export async function sendLink(
  ctx: TaskContext,
  { session_id: id, sealed_token: sealed }: { session_id: string; sealed_token: string },
): Promise<undefined> {
  const { app, tenantId } = ctx
  const found = await readTenant(ctx, async (tx) => {
    const session = await findSession(tx, id)
    return session && { session, application: await findApplication(tx, session.applicationId) }
  })
  const tenant = await tenantOf(app, tenantId)
  const to = found?.application?.email
  if (!tenant || !to || !isDue(found.session, ctx.clock.now())) return
  const token = openToken(app.envelope, { tenantId, sessionId: id }, sealed)
  const content = screeningLinkMail({
    tenant,
    token,
    jobTitle: found.application?.jobTitle ?? '',
    expiresAt: found.session.expiresAt,
    link: linkOf(app.config.webUrl, id, token),
  })
  await app.mailer.send({ id, template: 'screening_link', to, ...content }, ctx.signal)
}

const isDue = ({ state, isWanted, expiresAt }: SessionRow, now: Date): boolean =>
  state === 'pending' && isWanted && expiresAt > now
