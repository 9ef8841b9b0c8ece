import type { z } from 'zod'
import type { RequestContext } from '#src/http/context.ts'
import { defineRoute } from '#src/http/route.ts'
import type { ErrorKind } from '#src/lib/errors.ts'
import {
  advanceBody,
  allowedActionsSchema,
  hireBody,
  moveBody,
  rejectBody,
  stageHistoryPage,
  stageHistoryQuery,
  transferBody,
  undoBody,
  withdrawBody,
} from './application-actions.schemas.ts'
import { applicationErrors } from './applications.errors.ts'
import { readApplications, writeApplications } from './applications.policy.ts'
import type { Application } from './applications.present.ts'
import { applicationParams, applicationSchema } from './applications.schemas.ts'
import { listStageHistory, readAllowedActions } from './applications.service.ts'
import type { ApplicationAction } from './applications.states.ts'
import {
  deleteApplication,
  hireApplication,
  rejectApplication,
  unhireApplication,
  unrejectApplication,
  withdrawApplication,
} from './close-application.ts'
import { advanceApplication, moveApplication, transferApplication } from './move-application.ts'

const tag = 'Applications'
const { not_found, invalid_transition, stage_moved, duplicate, job_not_open } = applicationErrors
const { unknown_job, unknown_stage, unknown_reason } = applicationErrors
const { reason_required, same_job, hired_in_future } = applicationErrors

const stepRoute = <B extends z.ZodType>(step: {
  action: Exclude<ApplicationAction, 'delete'>
  summary: string
  description?: string
  body: B
  errors?: ErrorKind[]
  take(ctx: RequestContext, id: string, body: z.output<B>, ifMatch: number | undefined): Promise<Application>
}) =>
  defineRoute({
    method: 'POST',
    url: `/v1/applications/:id/${step.action}`,
    operationId: `${step.action}Application`,
    summary: step.summary,
    ...(step.description && { description: step.description }),
    tag,
    access: writeApplications,
    params: applicationParams,
    body: step.body,
    success: { status: 200, schema: applicationSchema },
    errors: [not_found, invalid_transition, stage_moved, ...(step.errors ?? [])],
    handler: (ctx, { params, body, headers }) =>
      step.take(ctx, params.id, body as z.output<B>, headers.ifMatch),
  })

export const applicationActionRoutes = [
  stepRoute({
    action: 'advance',
    summary: 'Advance an application to the next stage',
    body: advanceBody,
    errors: [unknown_stage],
    take: advanceApplication,
  }),
  stepRoute({
    action: 'move',
    summary: 'Move an application to a stage',
    description: 'A strict pipeline allows the next stage, and those before with a reason. Hiring is `hire`.',
    body: moveBody,
    errors: [unknown_stage, reason_required],
    take: moveApplication,
  }),
  stepRoute({
    action: 'reject',
    summary: 'Reject an application',
    body: rejectBody,
    errors: [unknown_reason],
    take: rejectApplication,
  }),
  stepRoute({
    action: 'unreject',
    summary: 'Take the rejection of an application back',
    description:
      'Where the candidate has applied anew, the answer is 409 with that application in `existing_id`.',
    body: undoBody,
    errors: [duplicate],
    take: unrejectApplication,
  }),
  stepRoute({
    action: 'withdraw',
    summary: 'Withdraw an application on the candidate’s behalf',
    body: withdrawBody,
    errors: [unknown_reason],
    take: withdrawApplication,
  }),
  stepRoute({
    action: 'hire',
    summary: 'Hire the candidate',
    body: hireBody,
    errors: [hired_in_future],
    take: hireApplication,
  }),
  stepRoute({
    action: 'unhire',
    summary: 'Take a hire back',
    body: undoBody,
    take: unhireApplication,
  }),
  stepRoute({
    action: 'transfer',
    summary: 'Move an application to another job',
    description: 'It stays the same application, with its history and what was submitted.',
    body: transferBody,
    errors: [duplicate, job_not_open, unknown_job, unknown_stage, same_job],
    take: transferApplication,
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/applications/:id',
    operationId: 'deleteApplication',
    summary: 'Delete an application',
    description: 'For mistakes: an application that ends is rejected, withdrawn or hired.',
    tag,
    access: writeApplications,
    params: applicationParams,
    success: { status: 204 },
    errors: [not_found, stage_moved],
    handler: (ctx, { params, headers }) => deleteApplication(ctx, params.id, headers.ifMatch),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/applications/:id/stage-history',
    operationId: 'listStageHistory',
    summary: 'Where an application was and for how long, newest first',
    tag,
    access: readApplications,
    params: applicationParams,
    query: stageHistoryQuery,
    success: { status: 200, schema: stageHistoryPage },
    errors: [not_found],
    handler: (ctx, { params, query }) => listStageHistory(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/applications/:id/allowed-actions',
    operationId: 'readAllowedActions',
    summary: 'What you may do with an application now, and why not the rest',
    tag,
    access: readApplications,
    params: applicationParams,
    success: { status: 200, schema: allowedActionsSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readAllowedActions(ctx, params.id),
  }),
]
