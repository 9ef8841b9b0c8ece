import { defineRoute } from '#src/http/route.ts'
import { candidateErrors } from '#src/modules/candidates/index.ts'
import { jobErrors } from '#src/modules/jobs/index.ts'
import { matchErrors } from './matching.errors.ts'
import { readMatches, runMatches } from './matching.policy.ts'
import {
  candidateMatchListQuery,
  candidateMatchPage,
  explanationQuery,
  explanationSchema,
  jobMatchListQuery,
  jobMatchPage,
  matchParams,
  requirementsSchema,
  runBody,
  runSchema,
} from './matching.schemas.ts'
import {
  explainMatch,
  listCandidateMatches,
  listJobMatches,
  listRequirements,
  runMatching,
} from './matching.service.ts'

const tag = 'Matching'

export const matchRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/jobs/:id/matches/run',
    operationId: 'runJobMatches',
    summary: 'Score all candidates for a job',
    description:
      'Every candidate with a parsed primary resume is scored, applicant or not; the job may be a draft. ' +
      'Open jobs are scored by themselves when they, or resumes, change.',
    tag,
    access: runMatches,
    params: matchParams,
    body: runBody,
    success: { status: 202, schema: runSchema },
    errors: [jobErrors.not_found],
    handler: (ctx, { params }) => runMatching(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/jobs/:id/matches',
    operationId: 'listJobMatches',
    summary: 'Rank the candidates for a job',
    description: 'Best first; equal scores by candidate id.',
    tag,
    access: readMatches,
    replica: true,
    params: matchParams,
    query: jobMatchListQuery,
    success: { status: 200, schema: jobMatchPage },
    errors: [jobErrors.not_found],
    handler: (ctx, { params, query }) => listJobMatches(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/jobs/:id/matches/requirements',
    operationId: 'listMatchRequirements',
    summary: 'Count how the candidates for a job meet its requirements',
    description:
      'How many meet each one, in part or not at all, and what they have instead: which requirement keeps out most.',
    tag,
    access: readMatches,
    replica: true,
    params: matchParams,
    success: { status: 200, schema: requirementsSchema },
    errors: [jobErrors.not_found],
    handler: (ctx, { params }) => listRequirements(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id/matches',
    operationId: 'listCandidateMatches',
    summary: 'Rank the jobs for a candidate',
    description: 'Best first; equal scores by job id.',
    tag,
    access: readMatches,
    replica: true,
    params: matchParams,
    query: candidateMatchListQuery,
    success: { status: 200, schema: candidateMatchPage },
    errors: [candidateErrors.not_found],
    handler: (ctx, { params, query }) => listCandidateMatches(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/matches/:id/explanation',
    operationId: 'explainMatch',
    summary: 'Explain the score of a match',
    description:
      'Each factor names a requirement of the job and where in the resume it was found, or that it was not. ' +
      'With `polish`, a model may write the summary, of the factors and nothing else; else it is the plain one, with the reason.',
    tag,
    access: readMatches,
    replica: true,
    params: matchParams,
    query: explanationQuery,
    success: { status: 200, schema: explanationSchema },
    errors: [matchErrors.not_found],
    handler: (ctx, { params, query }) => explainMatch(ctx, params.id, query),
  }),
]
