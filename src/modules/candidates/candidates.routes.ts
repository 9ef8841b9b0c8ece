import { defineRoute } from '#src/http/route.ts'
import { quotaErrors } from '#src/modules/tenants/index.ts'
import { candidateErrors } from './candidates.errors.ts'
import { readCandidates, writeCandidates } from './candidates.policy.ts'
import {
  candidateBody,
  candidateExpand,
  candidateListQuery,
  candidatePage,
  candidateParams,
  candidatePatch,
  candidateSchema,
} from './candidates.schemas.ts'
import {
  addCandidate,
  listCandidates,
  quarantineCandidate,
  readCandidate,
  restoreCandidate,
  updateCandidate,
} from './candidates.service.ts'

const tag = 'Candidates'
const { not_found, duplicate, active_applications, invalid_transition } = candidateErrors

export const candidateRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/candidates',
    operationId: 'listCandidates',
    summary: 'List candidates',
    tag,
    access: readCandidates,
    query: candidateListQuery,
    success: { status: 200, schema: candidatePage },
    handler: (ctx, { query }) => listCandidates(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/candidates',
    operationId: 'createCandidate',
    summary: 'Add a candidate',
    description: 'Where a candidate has the e-mail address, the answer is 409 with its id in `existing_id`.',
    tag,
    access: writeCandidates,
    body: candidateBody,
    success: { status: 201, schema: candidateSchema },
    errors: [duplicate, quotaErrors.quota_exceeded],
    handler: (ctx, { body }) => addCandidate(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id',
    operationId: 'readCandidate',
    summary: 'Read a candidate',
    tag,
    access: readCandidates,
    params: candidateParams,
    query: candidateExpand,
    success: { status: 200, schema: candidateSchema },
    errors: [not_found],
    handler: (ctx, { params, query }) => readCandidate(ctx, params.id, query.expand),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/candidates/:id',
    operationId: 'updateCandidate',
    summary: 'Change fields of a candidate',
    description: 'Absent fields stay, null clears a field, `links` is replaced as a whole.',
    tag,
    access: writeCandidates,
    params: candidateParams,
    body: candidatePatch,
    success: { status: 200, schema: candidateSchema },
    errors: [not_found, duplicate],
    handler: (ctx, { params, body, headers }) => updateCandidate(ctx, params.id, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/candidates/:id',
    operationId: 'deleteCandidate',
    summary: 'Delete a candidate who has no active application',
    description: 'The e-mail address is free again, and the candidate can be restored.',
    tag,
    access: writeCandidates,
    params: candidateParams,
    success: { status: 204 },
    errors: [not_found, active_applications],
    handler: (ctx, { params, headers }) => quarantineCandidate(ctx, params.id, headers.ifMatch),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/candidates/:id/restore',
    operationId: 'restoreCandidate',
    summary: 'Restore a deleted candidate',
    tag,
    access: writeCandidates,
    params: candidateParams,
    success: { status: 200, schema: candidateSchema },
    errors: [not_found, duplicate, invalid_transition],
    handler: (ctx, { params, headers }) => restoreCandidate(ctx, params.id, headers.ifMatch),
  }),
]
