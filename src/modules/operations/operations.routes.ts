import { defineRoute } from '#src/http/route.ts'
import { operationErrors } from './operations.errors.ts'
import { operationParams, operationSchema } from './operations.schemas.ts'
import { readOperation } from './operations.service.ts'

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
]
