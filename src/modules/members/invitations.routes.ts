import { tenantErrors } from '#src/http/errors.ts'
import { defineRoute } from '#src/http/route.ts'
import { loginErrors, tokensSchema } from '#src/modules/auth/index.ts'
import { quotaErrors } from '#src/modules/tenants/index.ts'
import { acceptInvitation } from './accept-invitation.ts'
import {
  invite,
  listInvitations,
  readInvitation,
  resendInvitation,
  revokeInvitation,
} from './invitations.service.ts'
import { invitationErrors, memberErrors } from './members.errors.ts'
import { readMembers, writeMembers } from './members.policy.ts'
import {
  acceptBody,
  invitationBody,
  invitationListQuery,
  invitationPage,
  invitationSchema,
  memberParams,
} from './members.schemas.ts'

const tag = 'Members'
const { not_found, not_pending } = invitationErrors

export const invitationRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/members/invitations',
    operationId: 'listInvitations',
    summary: 'List invitations',
    tag,
    access: readMembers,
    query: invitationListQuery,
    success: { status: 200, schema: invitationPage },
    handler: (ctx, { query }) => listInvitations(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/members/invitations',
    operationId: 'inviteMember',
    summary: 'Invite a person by e-mail',
    description:
      'The mail carries a token that works once, for seven days. Where an invitation to the address is waiting, the ' +
      'answer is 409 with its id in `existing_id`.',
    tag,
    access: writeMembers,
    body: invitationBody,
    success: { status: 201, schema: invitationSchema },
    errors: [memberErrors.exists, invitationErrors.pending, quotaErrors.quota_exceeded],
    handler: (ctx, { body }) => invite(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/members/invitations/:id',
    operationId: 'readInvitation',
    summary: 'Read an invitation',
    tag,
    access: readMembers,
    params: memberParams,
    success: { status: 200, schema: invitationSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readInvitation(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/members/invitations/:id/resend',
    operationId: 'resendInvitation',
    summary: 'Send an invitation again, with a new token',
    tag,
    access: writeMembers,
    params: memberParams,
    success: { status: 200, schema: invitationSchema },
    errors: [not_found, not_pending],
    handler: (ctx, { params, headers }) => resendInvitation(ctx, params.id, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/members/invitations/:id',
    operationId: 'revokeInvitation',
    summary: 'Take an invitation back',
    tag,
    access: writeMembers,
    params: memberParams,
    success: { status: 204 },
    errors: [not_found, not_pending],
    handler: (ctx, { params, headers }) => revokeInvitation(ctx, params.id, headers.ifMatch),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/invitations/accept',
    operationId: 'acceptInvitation',
    summary: 'Join a tenant with the token of an invitation',
    description:
      'Who has an account gives its password; for anybody else one is made with the password and the name. Answers ' +
      'like a log-in.',
    tag,
    access: 'public',
    rateClass: 'login',
    body: acceptBody,
    success: { status: 200, schema: tokensSchema },
    errors: [
      loginErrors.wrong_credentials,
      loginErrors.locked,
      invitationErrors.unknown_token,
      invitationErrors.expired,
      invitationErrors.used,
      invitationErrors.revoked,
      memberErrors.exists,
      tenantErrors.suspended,
      tenantErrors.cancelled,
      quotaErrors.quota_exceeded,
    ],
    secretAnswer: true,
    handler: (ctx, { body }) => acceptInvitation(ctx, body),
  }),
]
