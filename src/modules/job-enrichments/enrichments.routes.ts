import { authErrors } from '#src/http/errors.ts'
import { defineRoute } from '#src/http/route.ts'
import { jobErrors, readJobs, writeJobs } from '#src/modules/jobs/index.ts'
import { aiErrors } from '#src/modules/llm/index.ts'
import { enrichmentErrors } from './enrichments.errors.ts'
import {
  acceptBody,
  draftBody,
  enrichmentListQuery,
  enrichmentPage,
  enrichmentParams,
  enrichmentSchema,
  jobParams,
  rejectBody,
} from './enrichments.schemas.ts'
import {
  acceptEnrichment,
  draftEnrichment,
  listJobEnrichments,
  readEnrichment,
  rejectEnrichment,
} from './enrichments.service.ts'

const tag = 'Jobs'
const { not_found, invalid_transition, outdated, too_many_questions } = enrichmentErrors

export const enrichmentRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/jobs/:id/enrichments',
    operationId: 'draftJobEnrichment',
    summary: 'Have a model draft a better description of a job',
    description:
      'The job stays as it is until a person accepts the draft. Without a model there is none, and nothing changes.',
    tag,
    access: writeJobs,
    outsideEffects: true,
    params: jobParams,
    body: draftBody,
    success: { status: 201, schema: enrichmentSchema },
    errors: [jobErrors.not_found, aiErrors.unavailable],
    handler: (ctx, { params }) => draftEnrichment(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/jobs/:id/enrichments',
    operationId: 'listJobEnrichments',
    summary: 'List the drafts of a job',
    tag,
    access: readJobs,
    params: jobParams,
    query: enrichmentListQuery,
    success: { status: 200, schema: enrichmentPage },
    errors: [jobErrors.not_found],
    handler: (ctx, { params, query }) => listJobEnrichments(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/jobs/:id/enrichments/:eid',
    operationId: 'readJobEnrichment',
    summary: 'Read a draft of a job',
    tag,
    access: readJobs,
    params: enrichmentParams,
    success: { status: 200, schema: enrichmentSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readEnrichment(ctx, params.id, params.eid),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/jobs/:id/enrichments/:eid/accept',
    operationId: 'acceptJobEnrichment',
    summary: 'Take a draft over into its job',
    description:
      'With edits, where a person wants it otherwise; questions are asked in screenings where they are named. Refused ' +
      'where the job says something else by now than when this was drafted. What it said before stays in `original` and in the history of the job.',
    tag,
    access: writeJobs,
    params: enrichmentParams,
    body: acceptBody,
    success: { status: 200, schema: enrichmentSchema },
    errors: [
      not_found,
      invalid_transition,
      outdated,
      too_many_questions,
      jobErrors.duplicate_skill,
      authErrors.forbidden_action,
    ],
    handler: (ctx, { params, body, headers }) => acceptEnrichment(ctx, params, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/jobs/:id/enrichments/:eid/reject',
    operationId: 'rejectJobEnrichment',
    summary: 'Reject a draft',
    tag,
    access: writeJobs,
    params: enrichmentParams,
    body: rejectBody,
    success: { status: 200, schema: enrichmentSchema },
    errors: [not_found, invalid_transition],
    handler: (ctx, { params, headers }) => rejectEnrichment(ctx, params, headers.ifMatch),
  }),
]
