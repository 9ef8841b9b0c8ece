import { defineRoute } from '#src/http/route.ts'
import { followOperation } from './follow-operation.ts'
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
  defineRoute({
    method: 'GET',
    url: '/v1/operations/:id/stream',
    operationId: 'streamOperation',
    summary: 'Watch long work, as server-sent events',
    description: `For whoever started it, and for admins. The \`Operation\` as it is and then at each change, as messages called
\`progress\`; the last, when it has ended, is called \`done\`.`,
    tag: 'Operations',
    access: 'member',
    params: operationParams,
    success: {
      status: 200,
      description: 'Messages, until the work has ended',
      messages: { resumable: false },
    },
    errors: [operationErrors.not_found],
    handler: (ctx, { params }) => followOperation(ctx, params.id),
  }),
]
