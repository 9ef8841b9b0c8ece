import { defineRoute } from '#src/http/route.ts'
import { matchErrors } from './matching.errors.ts'
import { readMatches, runMatches } from './matching.policy.ts'
import { matchParams } from './matching.schemas.ts'
import { summaryBody, summarySchema } from './summaries.schemas.ts'
import { createSummary, readSummary } from './summaries.service.ts'

const tag = 'Matching'

export const matchSummaryRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/matches/:id/summary',
    operationId: 'createMatchSummary',
    summary: 'Sum up a candidate for a job',
    description:
      'From the factors of the score and what the resume says where they cite it, by a model of the tenant. Without one, ' +
      'or where it says more than the factors do, the summary of the explanation is told, with the reason.',
    tag,
    access: runMatches,
    outsideEffects: true,
    params: matchParams,
    body: summaryBody,
    success: { status: 201, schema: summarySchema },
    errors: [matchErrors.not_found],
    handler: (ctx, { params, body }) => createSummary(ctx, params.id, body.language),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/matches/:id/summary',
    operationId: 'readMatchSummary',
    summary: 'Read the last summary of a candidate for a job',
    tag,
    access: readMatches,
    params: matchParams,
    success: { status: 200, schema: summarySchema },
    errors: [matchErrors.not_found, matchErrors.no_summary],
    handler: (ctx, { params }) => readSummary(ctx, params.id),
  }),
]
