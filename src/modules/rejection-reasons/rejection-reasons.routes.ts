import { defineRoute } from '#src/http/route.ts'
import { rejectionReasonErrors } from './rejection-reasons.errors.ts'
import { readReasons, writeReasons } from './rejection-reasons.policy.ts'
import {
  reasonBody,
  reasonListQuery,
  reasonPage,
  reasonParams,
  reasonPatch,
  reasonSchema,
} from './rejection-reasons.schemas.ts'
import {
  createReason,
  deleteReason,
  listReasons,
  readReason,
  updateReason,
} from './rejection-reasons.service.ts'

const tag = 'Pipelines'
const { not_found, duplicate } = rejectionReasonErrors

export const rejectionReasonRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/rejection-reasons',
    operationId: 'listRejectionReasons',
    summary: 'List rejection reasons',
    tag,
    access: readReasons,
    query: reasonListQuery,
    success: { status: 200, schema: reasonPage },
    handler: (ctx, { query }) => listReasons(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/rejection-reasons',
    operationId: 'createRejectionReason',
    summary: 'Add a rejection reason',
    tag,
    access: writeReasons,
    body: reasonBody,
    success: { status: 201, schema: reasonSchema },
    errors: [duplicate],
    handler: (ctx, { body }) => createReason(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/rejection-reasons/:id',
    operationId: 'readRejectionReason',
    summary: 'Read a rejection reason',
    tag,
    access: readReasons,
    params: reasonParams,
    success: { status: 200, schema: reasonSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readReason(ctx, params.id),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/rejection-reasons/:id',
    operationId: 'updateRejectionReason',
    summary: 'Change a rejection reason',
    tag,
    access: writeReasons,
    params: reasonParams,
    body: reasonPatch,
    success: { status: 200, schema: reasonSchema },
    errors: [not_found, duplicate],
    handler: (ctx, { params, body, headers }) => updateReason(ctx, params.id, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/rejection-reasons/:id',
    operationId: 'deleteRejectionReason',
    summary: 'Delete a rejection reason',
    description: 'Applications that were rejected with it keep it.',
    tag,
    access: writeReasons,
    params: reasonParams,
    success: { status: 204 },
    errors: [not_found],
    handler: (ctx, { params, headers }) => deleteReason(ctx, params.id, headers.ifMatch),
  }),
]
