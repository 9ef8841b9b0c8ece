import { defineRoute } from '#src/http/route.ts'
import { operationErrors } from './operations.errors.ts'
import {
  operationItemPage,
  operationItemQuery,
  operationParams,
  operationSchema,
} from './operations.schemas.ts'
import { listOperationItems, readOperation } from './operations.service.ts'

export const operationRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/operations/:id',
    operationId: 'readOperation',
    summary: 'Ask how far long work has come',
    description: 'For whoever started it, and for admins.',
    tag: 'Operations',
    access: 'member',
    params: operationParams,
    success: { status: 200, schema: operationSchema },
    errors: [operationErrors.not_found],
    handler: (ctx, { params }) => readOperation(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/operations/:id/items',
    operationId: 'listOperationItems',
    summary: 'List what became of each item of long work',
    description: 'In the order they were sent. For whoever started it, and for admins.',
    tag: 'Operations',
    access: 'member',
    params: operationParams,
    query: operationItemQuery,
    success: { status: 200, schema: operationItemPage },
    errors: [operationErrors.not_found],
    handler: (ctx, { params, query }) => listOperationItems(ctx, params.id, query),
  }),
]
