import { defineRoute } from '#src/http/route.ts'
import {
  auditBody,
  auditListQuery,
  auditPage,
  auditParams,
  auditSchema,
  finalizeBody,
} from './bias-audits.schemas.ts'
import { createAudit, finalizeAudit, listAudits, readAudit } from './bias-audits.service.ts'
import { auditErrors } from './fairness.errors.ts'
import { countSelfIdentifications } from './fairness.policy.ts'

const tag = 'Fairness'
const { not_found, invalid_transition, too_few, unknown_job, empty_range, justification_missing } =
  auditErrors

export const biasAuditRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/bias-audits',
    operationId: 'listBiasAudits',
    summary: 'List bias audits',
    tag,
    access: countSelfIdentifications,
    query: auditListQuery,
    success: { status: 200, schema: auditPage },
    handler: (ctx, { query }) => listAudits(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/bias-audits',
    operationId: 'createBiasAudit',
    summary: 'Compute the tables of a bias audit',
    description:
      'Rates and impact ratios by sex, race and both, as 6 RCNY 5-301 defines them. A draft shows no group of fewer than five, nor what such a group could be worked out from.',
    tag,
    access: countSelfIdentifications,
    body: auditBody,
    success: { status: 201, schema: auditSchema },
    errors: [unknown_job, empty_range],
    handler: (ctx, { body }) => createAudit(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/bias-audits/:id',
    operationId: 'readBiasAudit',
    summary: 'Read a bias audit',
    description: 'Each reading is logged. A final audit shows exact counts, and whether its signature holds.',
    tag,
    access: countSelfIdentifications,
    params: auditParams,
    success: { status: 200, schema: auditSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readAudit(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/bias-audits/:id/finalize',
    operationId: 'finalizeBiasAudit',
    summary: 'Freeze, sign and publish a bias audit',
    description: 'Nobody changes it afterwards. It takes at least 30 applicants of known sex and race.',
    tag,
    access: countSelfIdentifications,
    params: auditParams,
    body: finalizeBody,
    success: { status: 200, schema: auditSchema },
    errors: [not_found, invalid_transition, too_few, justification_missing],
    handler: (ctx, { params, body }) => finalizeAudit(ctx, params.id, body),
  }),
]
