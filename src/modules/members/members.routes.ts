import { defineRoute } from '#src/http/route.ts'
import { memberErrors } from './members.errors.ts'
import { readMembers, writeMembers } from './members.policy.ts'
import {
  memberListQuery,
  memberPage,
  memberParams,
  memberPatch,
  memberSchema,
  removeQuery,
} from './members.schemas.ts'
import { changeRole, listMembers, readMember, removeMember } from './members.service.ts'

const tag = 'Members'
const { not_found, already_removed, last_admin, unknown_successor } = memberErrors

export const memberRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/members',
    operationId: 'listMembers',
    summary: 'List members',
    description:
      'Those who were removed are listed where `filter[status]` asks for them; `q` is the beginning of a name.',
    tag,
    access: readMembers,
    query: memberListQuery,
    success: { status: 200, schema: memberPage },
    handler: (ctx, { query }) => listMembers(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/members/:id',
    operationId: 'readMember',
    summary: 'Read a member',
    tag,
    access: readMembers,
    params: memberParams,
    success: { status: 200, schema: memberSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readMember(ctx, params.id),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/members/:id',
    operationId: 'updateMember',
    summary: 'Give a member another role',
    description: 'It holds from their next request on, for their API keys too.',
    tag,
    access: writeMembers,
    params: memberParams,
    body: memberPatch,
    success: { status: 200, schema: memberSchema },
    errors: [not_found, already_removed, last_admin],
    handler: (ctx, { params, body, headers }) => changeRole(ctx, params.id, body.role, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/members/:id',
    operationId: 'removeMember',
    summary: 'Remove a member',
    description:
      'Ends their sessions in the tenant and revokes the API keys they made. With `reassign_to` the jobs they recruit ' +
      'or hire for and the candidates they own go to that member, soon after.',
    tag,
    access: writeMembers,
    params: memberParams,
    query: removeQuery,
    success: { status: 204 },
    errors: [not_found, already_removed, last_admin, unknown_successor],
    handler: (ctx, { params, query, headers }) =>
      removeMember(ctx, params.id, query.reassign_to, headers.ifMatch),
  }),
]
