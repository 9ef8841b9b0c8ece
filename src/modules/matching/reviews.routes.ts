import { defineRoute } from '#src/http/route.ts'
import { matchErrors } from './matching.errors.ts'
import { readMatches, runMatches } from './matching.policy.ts'
import { jobMatchSchema, matchParams, runBody } from './matching.schemas.ts'
import { readMatch } from './matching.service.ts'
import { replayMatch } from './replay-match.ts'
import {
  replaySchema,
  reviewBody,
  reviewListQuery,
  reviewPage,
  reviewRequestBody,
} from './reviews.schemas.ts'
import { completeReview, listReviews, requestReview } from './reviews.service.ts'

const tag = 'Matching'
const { not_found, invalid_transition } = matchErrors

export const matchReviewRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/matches/:id',
    operationId: 'readMatch',
    summary: 'Read a match',
    tag,
    access: readMatches,
    replica: true,
    params: matchParams,
    success: { status: 200, schema: jobMatchSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readMatch(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/matches/:id/replay',
    operationId: 'replayMatch',
    summary: 'Make the score of a match again and compare',
    description:
      'From what is stored of the job and the candidate, with the weights of then. Nothing is changed: what differs ' +
      'is told, and which of the inputs are others by now.',
    tag,
    access: readMatches,
    params: matchParams,
    body: runBody,
    success: { status: 200, schema: replaySchema },
    errors: [not_found],
    handler: (ctx, { params }) => replayMatch(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/matches/:id/human-review',
    operationId: 'requestHumanReview',
    summary: 'Ask for a person to look at a match',
    tag,
    access: runMatches,
    params: matchParams,
    body: reviewRequestBody,
    success: { status: 200, schema: jobMatchSchema },
    errors: [not_found, invalid_transition],
    handler: (ctx, { params, body }) => requestReview(ctx, params.id, body),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/matches/:id/human-review/complete',
    operationId: 'completeHumanReview',
    summary: 'Confirm or override a match',
    description:
      'The machine’s score stays. An override is a score of its own or a decision, with a reason, and stands ' +
      'beside it as `review` and `reviewed_score`.',
    tag,
    access: runMatches,
    params: matchParams,
    body: reviewBody,
    success: { status: 200, schema: jobMatchSchema },
    errors: [not_found, invalid_transition],
    handler: (ctx, { params, body }) => completeReview(ctx, params.id, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/matches/:id/human-reviews',
    operationId: 'listHumanReviews',
    summary: 'List every step of people looking at a match',
    description: 'They stay when the pair is scored again, and name the machine’s score as it was.',
    tag,
    access: readMatches,
    params: matchParams,
    query: reviewListQuery,
    success: { status: 200, schema: reviewPage },
    errors: [not_found],
    handler: (ctx, { params, query }) => listReviews(ctx, params.id, query),
  }),
]
