import { defineRoute } from '#src/http/route.ts'
import { externalIdErrors, externalIdParams } from '#src/modules/external-ids/index.ts'
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
  candidateUpsert,
} from './candidates.schemas.ts'
import {
  addCandidate,
  listCandidates,
  readCandidate,
  updateCandidate,
  upsertCandidate,
} from './candidates.service.ts'
import { quarantineCandidate, restoreCandidate } from './quarantine.ts'

const tag = 'Candidates'
const { not_found, duplicate, active_applications, invalid_transition } = candidateErrors
const { taken } = externalIdErrors

export const candidateRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/candidates',
    operationId: 'listCandidates',
    summary: 'List and search candidates',
    tag,
    access: readCandidates,
    replica: true,
    query: candidateListQuery,
    success: { status: 200, schema: candidatePage },
    handler: (ctx, { query }) => listCandidates(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/candidates',
    operationId: 'createCandidate',
    summary: 'Add a candidate',
    description:
      'Where a candidate has one of the e-mail addresses, the answer is 409 with its id in `existing_id`.',
    tag,
    access: writeCandidates,
    body: candidateBody,
    success: { status: 201, schema: candidateSchema },
    errors: [duplicate, taken, quotaErrors.quota_exceeded],
    handler: (ctx, { body }) => addCandidate(ctx, body),
  }),
  defineRoute({
    method: 'PUT',
    url: '/v1/candidates/by-external-id/:system/:value',
    operationId: 'upsertCandidate',
    summary: 'Add or change the candidate that another system calls so',
    description: 'Absent fields of a candidate that is there stay.',
    tag,
    access: writeCandidates,
    params: externalIdParams,
    body: candidateUpsert,
    success: { status: 200, schema: candidateSchema, upserts: true },
    errors: [duplicate, taken, quotaErrors.quota_exceeded],
    handler: (ctx, { params, body, headers }) => upsertCandidate(ctx, params, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id',
    operationId: 'readCandidate',
    summary: 'Read a candidate',
    tag,
    access: readCandidates,
    replica: true,
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
    description:
      'Absent fields stay, null clears a field, lists are replaced as a whole. `email` and `phone` are the primary ones.',
    tag,
    access: writeCandidates,
    params: candidateParams,
    body: candidatePatch,
    success: { status: 200, schema: candidateSchema },
    errors: [not_found, duplicate, taken],
    handler: (ctx, { params, body, headers }) => updateCandidate(ctx, params.id, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/candidates/:id',
    operationId: 'deleteCandidate',
    summary: 'Delete a candidate who has no active application',
    description: 'The e-mail addresses and external ids are free again, and the candidate can be restored.',
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
    errors: [not_found, duplicate, taken, invalid_transition],
    handler: (ctx, { params, headers }) => restoreCandidate(ctx, params.id, headers.ifMatch),
  }),
]
