import { defineRoute } from '#src/http/route.ts'
import { evaluationListQuery, evaluationPage, evaluationSchema, overrideBody } from './evaluations.schemas.ts'
import { listEvaluations, overrideEvaluation, readEvaluation } from './evaluations.service.ts'
import { pathId } from './questions.schemas.ts'
import { evaluationErrors } from './screening.errors.ts'
import { readScreenings, writeScreenings } from './screening.policy.ts'

const tag = 'Screening'

export const evaluationRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/ai-evaluations',
    operationId: 'listAiEvaluations',
    summary: 'List what was made of what candidates answered',
    description: 'All revisions; of each subject the highest counts. None of them moves an application.',
    tag,
    access: readScreenings,
    query: evaluationListQuery,
    success: { status: 200, schema: evaluationPage },
    handler: (ctx, { query }) => listEvaluations(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/ai-evaluations/:id',
    operationId: 'readAiEvaluation',
    summary: 'Read an evaluation with its evidence',
    tag,
    access: readScreenings,
    params: pathId,
    success: { status: 200, schema: evaluationSchema },
    errors: [evaluationErrors.not_found],
    handler: (ctx, { params }) => readEvaluation(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/ai-evaluations/:id/override',
    operationId: 'overrideAiEvaluation',
    summary: 'Put a score of your own in the place of an evaluation’s',
    description: 'With a reason, as a revision of its own: what was there stays.',
    tag,
    access: writeScreenings,
    params: pathId,
    body: overrideBody,
    success: { status: 201, schema: evaluationSchema, collection: '/v1/ai-evaluations' },
    errors: [evaluationErrors.not_found, evaluationErrors.superseded],
    handler: (ctx, { params, body }) => overrideEvaluation(ctx, params.id, body),
  }),
]
