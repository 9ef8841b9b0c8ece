import { defineRoute } from '#src/http/route.ts'
import { candidateErrors, readCandidates } from '#src/modules/candidates/index.ts'
import { activityPage, timelineParams, timelineQuery } from './timeline.schemas.ts'
import { readTimeline } from './timeline.service.ts'

export const timelineRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id/timeline',
    operationId: 'readTimeline',
    summary: 'Read what happened to a candidate',
    description:
      'Every fact once, latest first, also those whose events are gone. `updated_since` compares when they occurred.',
    tag: 'Candidates',
    access: readCandidates,
    params: timelineParams,
    query: timelineQuery,
    success: { status: 200, schema: activityPage },
    errors: [candidateErrors.not_found],
    handler: (ctx, { params, query }) => readTimeline(ctx, params.id, query),
  }),
]
