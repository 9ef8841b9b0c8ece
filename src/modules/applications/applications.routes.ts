import { defineRoute } from '#src/http/route.ts'
import { candidateErrors } from '#src/modules/candidates/index.ts'
import { applicationErrors } from './applications.errors.ts'
import { readApplications, writeApplications } from './applications.policy.ts'
import {
  applicationBody,
  applicationExpand,
  applicationListQuery,
  applicationPage,
  applicationParams,
  applicationPatch,
  applicationSchema,
} from './applications.schemas.ts'
import { listApplications, readApplication, updateApplication } from './applications.service.ts'
import { createApplication } from './create-application.ts'

const tag = 'Applications'
const { not_found, job_not_open, duplicate, unknown_job, unknown_candidate, unknown_credited_to } =
  applicationErrors

export const applicationRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/applications',
    operationId: 'listApplications',
    summary: 'List applications',
    tag,
    access: readApplications,
    replica: true,
    query: applicationListQuery,
    success: { status: 200, schema: applicationPage },
    handler: (ctx, { query }) => listApplications(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/applications',
    operationId: 'createApplication',
    summary: 'Have a candidate apply to a job',
    description:
      'An existing candidate, or someone new in `candidate`. The job may be a draft. Where the candidate has a live application to it, the answer is 409 with its id in ' +
      '`existing_id`; after a rejection or withdrawal a new one may follow.',
    tag,
    access: writeApplications,
    body: applicationBody,
    success: { status: 201, schema: applicationSchema },
    errors: [
      ...[job_not_open, duplicate, unknown_job, unknown_candidate, unknown_credited_to],
      candidateErrors.duplicate,
    ],
    handler: (ctx, { body }) => createApplication(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/applications/:id',
    operationId: 'readApplication',
    summary: 'Read an application',
    tag,
    access: readApplications,
    replica: true,
    params: applicationParams,
    query: applicationExpand,
    success: { status: 200, schema: applicationSchema },
    errors: [not_found],
    handler: (ctx, { params, query }) => readApplication(ctx, params.id, query.expand),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/applications/:id',
    operationId: 'updateApplication',
    summary: 'Change where an application came from and whom it is credited to',
    tag,
    access: writeApplications,
    params: applicationParams,
    body: applicationPatch,
    success: { status: 200, schema: applicationSchema },
    errors: [not_found, unknown_credited_to],
    handler: (ctx, { params, body, headers }) => updateApplication(ctx, params.id, body, headers.ifMatch),
  }),
]
