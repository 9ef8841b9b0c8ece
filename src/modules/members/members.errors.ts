import { defineErrors } from '#src/lib/errors.ts'

export const memberErrors = defineErrors('member', {
  not_found: { status: 404, title: 'There is no such member' },
  exists: { status: 409, title: 'This person is a member' },
  already_removed: { status: 409, title: 'This person was removed before: invite them again' },
  last_admin: { status: 409, title: 'The last administrator stays: make somebody else one first' },
  unknown_successor: { status: 422, title: 'Records can go to another active member only' },
})

export const invitationErrors = defineErrors('invitation', {
  not_found: { status: 404, title: 'There is no such invitation' },
  pending: { status: 409, title: 'An invitation to this address is waiting: send it again, or revoke it' },
  not_pending: { status: 409, title: 'The invitation was accepted, revoked or replaced' },
  unknown_token: { status: 404, title: 'The token is not one of an invitation, or a later mail replaced it' },
  expired: { status: 409, title: 'The invitation has expired: ask for another one' },
  used: { status: 409, title: 'The invitation was accepted before: log in' },
  revoked: { status: 409, title: 'The invitation was taken back' },
})
