import { z } from 'zod'
import { readTenantOnce } from '#src/db/tenant.ts'
import type { Envelope } from '#src/lib/envelope.ts'
import { tenantOf } from '#src/modules/tenants/index.ts'
import { defineTask, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { findInvitationToSend } from './invitations.repo.ts'
import { invitationMail } from './mails/invitation.ts'

const payloadSchema = z.object({
  invitation_id: z.uuid(),
  /** Of the invitation when it was sent: a later one has another token. */
  version: z.int(),
  /** The token is nowhere else but in the mail. */
  sealed_token: z.string(),
})

/** Sends an invitation, for two hours' worth of attempts. */
export const sendInvitationTask = defineTask({
  name: 'members.send_invitation',
  queue: 'default',
  payload: payloadSchema,
  attempts: 8,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 60_000,
  handler: sendInvitation,
})

async function sendInvitation(
  ctx: TaskContext,
  { invitation_id: id, version, sealed_token: sealed }: z.output<typeof payloadSchema>,
): Promise<undefined> {
  const { app, tenantId } = ctx
  const invitation = await readTenantOnce(ctx, (tx) => findInvitationToSend(tx, id))
  const tenant = await tenantOf(app, tenantId)
  const isOwed = invitation?.status === 'pending' && invitation.version === version
  if (!isOwed || !tenant || invitation.expiresAt <= ctx.clock.now()) return
  const content = invitationMail({
    tenant,
    inviter: invitation.inviter,
    role: invitation.role,
    expiresAt: invitation.expiresAt,
    token: app.envelope.open(sealed, placeOf({ tenantId, invitationId: id })),
    webUrl: app.config.webUrl,
  })
  const mail = { id: `${id}.${version}`, template: 'invitation', to: invitation.email, ...content }
  await app.mailer.send(mail, ctx.signal)
}

interface TokenOf {
  tenantId: string
  invitationId: string
}

export const sealToken = (envelope: Envelope, of: TokenOf, token: string): string =>
  envelope.seal(token, placeOf(of))

const placeOf = ({ tenantId, invitationId }: TokenOf) => ({
  tenantId,
  table: 'tasks',
  column: 'payload.sealed_token',
  rowId: invitationId,
})
