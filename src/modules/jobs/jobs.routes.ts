import { defineRoute } from '#src/http/route.ts'
import { externalIdErrors, externalIdParams } from '#src/modules/external-ids/index.ts'
import { jobErrors } from './jobs.errors.ts'
import { readJobs, writeJobs } from './jobs.policy.ts'
import {
  jobBody,
  jobExpand,
  jobListQuery,
  jobPage,
  jobParams,
  jobPatch,
  jobSchema,
  jobUpsert,
} from './jobs.schemas.ts'
import { createJob, deleteJob, listJobs, readJob, updateJob, upsertJob } from './jobs.service.ts'

const tag = 'Jobs'
const {
  not_found,
  not_deletable,
  experience_range,
  salary_range,
  unknown_pipeline,
  unknown_client,
  unknown_recruiter,
  unknown_hiring_manager,
} = jobErrors
const { taken } = externalIdErrors
const invalid = [experience_range, salary_range, unknown_client, unknown_recruiter, unknown_hiring_manager]

export const jobRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/jobs',
    operationId: 'listJobs',
    summary: 'List and search jobs',
    tag,
    access: readJobs,
    replica: true,
    query: jobListQuery,
    success: { status: 200, schema: jobPage },
    handler: (ctx, { query }) => listJobs(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/jobs',
    operationId: 'createJob',
    summary: 'Draft a job',
    tag,
    access: writeJobs,
    body: jobBody,
    success: { status: 201, schema: jobSchema },
    errors: [...invalid, unknown_pipeline, taken],
    handler: (ctx, { body }) => createJob(ctx, body),
  }),
  defineRoute({
    method: 'PUT',
    url: '/v1/jobs/by-external-id/:system/:value',
    operationId: 'upsertJob',
    summary: 'Draft or change the job that another system calls so',
    description: 'Absent fields of a job that is there stay.',
    tag,
    access: writeJobs,
    params: externalIdParams,
    body: jobUpsert,
    success: { status: 200, schema: jobSchema, upserts: true },
    errors: [...invalid, taken],
    handler: (ctx, { params, body, headers }) => upsertJob(ctx, params, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/jobs/:id',
    operationId: 'readJob',
    summary: 'Read a job',
    tag,
    access: readJobs,
    replica: true,
    params: jobParams,
    query: jobExpand,
    success: { status: 200, schema: jobSchema },
    errors: [not_found],
    handler: (ctx, { params, query }) => readJob(ctx, params.id, query.expand),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/jobs/:id',
    operationId: 'updateJob',
    summary: 'Change fields of a job',
    description: 'Absent fields stay, null clears a field, `salary` and lists are replaced as a whole.',
    tag,
    access: writeJobs,
    params: jobParams,
    body: jobPatch,
    success: { status: 200, schema: jobSchema },
    errors: [not_found, taken, ...invalid],
    handler: (ctx, { params, body, headers }) => updateJob(ctx, params.id, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/jobs/:id',
    operationId: 'deleteJob',
    summary: 'Delete a job that is not running',
    description: 'Its applications and history stay.',
    tag,
    access: writeJobs,
    params: jobParams,
    success: { status: 204 },
    errors: [not_found, not_deletable],
    handler: (ctx, { params, headers }) => deleteJob(ctx, params.id, headers.ifMatch),
  }),
]
