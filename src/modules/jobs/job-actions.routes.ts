import { defineRoute } from '#src/http/route.ts'
import { listJobSkills, replaceJobSkills } from './job-skills.ts'
import { jobErrors } from './jobs.errors.ts'
import { readJobs, writeJobs } from './jobs.policy.ts'
import {
  closeBody,
  jobHistoryPage,
  jobHistoryQuery,
  jobParams,
  jobSchema,
  jobSkillsSchema,
  moveBody,
  skillsBody,
} from './jobs.schemas.ts'
import { listJobHistory } from './jobs.service.ts'
import type { JobAction } from './jobs.states.ts'
import { moveJob } from './move-job.ts'

const tag = 'Jobs'
const { not_found, invalid_transition, active_applications, duplicate_skill } = jobErrors

const moveRoute = (action: Exclude<JobAction, 'close'>, summary: string) =>
  defineRoute({
    method: 'POST',
    url: `/v1/jobs/:id/${action}`,
    operationId: `${action}Job`,
    summary,
    tag,
    access: writeJobs,
    params: jobParams,
    body: moveBody,
    success: { status: 200, schema: jobSchema },
    errors: [not_found, invalid_transition],
    handler: (ctx, { params, body, headers }) => moveJob(ctx, params.id, action, body, headers.ifMatch),
  })

export const jobActionRoutes = [
  moveRoute('open', 'Open a draft or paused job'),
  moveRoute('pause', 'Pause an open job'),
  defineRoute({
    method: 'POST',
    url: '/v1/jobs/:id/close',
    operationId: 'closeJob',
    summary: 'Close a job',
    tag,
    access: writeJobs,
    params: jobParams,
    body: closeBody,
    success: { status: 200, schema: jobSchema },
    errors: [not_found, invalid_transition, active_applications],
    handler: (ctx, { params, body, headers }) => moveJob(ctx, params.id, 'close', body, headers.ifMatch),
  }),
  moveRoute('reopen', 'Reopen a closed job'),
  moveRoute('cancel', 'Give a job up'),
  defineRoute({
    method: 'GET',
    url: '/v1/jobs/:id/skills',
    operationId: 'listJobSkills',
    summary: 'List the skills a job asks for',
    tag,
    access: readJobs,
    replica: true,
    params: jobParams,
    success: { status: 200, schema: jobSkillsSchema },
    errors: [not_found],
    handler: (ctx, { params }) => listJobSkills(ctx, params.id),
  }),
  defineRoute({
    method: 'PUT',
    url: '/v1/jobs/:id/skills',
    operationId: 'replaceJobSkills',
    summary: 'Replace the skills a job asks for',
    tag,
    access: writeJobs,
    params: jobParams,
    body: skillsBody,
    success: { status: 200, schema: jobSkillsSchema },
    errors: [not_found, duplicate_skill],
    handler: (ctx, { params, body, headers }) =>
      replaceJobSkills(ctx, params.id, body.skills, headers.ifMatch),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/jobs/:id/history',
    operationId: 'listJobHistory',
    summary: 'What happened to a job, newest first',
    tag,
    access: readJobs,
    replica: true,
    params: jobParams,
    query: jobHistoryQuery,
    success: { status: 200, schema: jobHistoryPage },
    errors: [not_found],
    handler: (ctx, { params, query }) => listJobHistory(ctx, params.id, query),
  }),
]
