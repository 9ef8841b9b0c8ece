import { z } from 'zod'
import { ROLES } from '#src/db/schema/identity.ts'
import { defineEvent } from '#src/platform/events/events.ts'

// No member says who the person is: an event outlives an account.
const role = z.enum(ROLES)
const member = z.object({ role, version: z.int() })
const invitation = z.object({ role, expires_at: z.iso.datetime(), version: z.int() })

const memberEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'member', description, payload })
const invitationEvent = (type: string, description: string) =>
  defineEvent({ type, resource: 'invitation', description, payload: invitation })

export const memberInvited = invitationEvent('member.invited', 'Somebody was invited to the tenant')
export const invitationResent = invitationEvent(
  'member.invitation_resent',
  'An invitation was sent again; its earlier mail is worth nothing now',
)
export const invitationRevoked = invitationEvent('member.invitation_revoked', 'An invitation was taken back')
export const memberJoined = memberEvent(
  'member.joined',
  'Somebody accepted an invitation and belongs to the tenant',
  member.extend({ invitation_id: z.uuid() }),
)
export const memberUpdated = memberEvent(
  'member.updated',
  'Fields of a member changed',
  member.extend({ changed: z.array(z.string()) }),
)
export const memberRoleChanged = memberEvent(
  'member.role_changed',
  'A member has another role',
  member.extend({ from_role: role }),
)
export const memberRemoved = memberEvent(
  'member.removed',
  'A member belongs to the tenant no more',
  member.extend({
    removed_at: z.iso.datetime(),
    reassigned_to: z.uuid().nullable().describe('Who takes over their jobs and candidates'),
  }),
)

export const memberEvents = [
  memberInvited,
  invitationResent,
  invitationRevoked,
  memberJoined,
  memberUpdated,
  memberRoleChanged,
  memberRemoved,
]
