import { defineRoute } from '#src/http/route.ts'
import { publicParams, publicSummarySchema } from './bias-audits.schemas.ts'
import { auditErrors } from './fairness.errors.ts'
import { drawPublicSummary, readPublicSummary } from './public-summary.service.ts'
import { summaryPage } from './summary-page.ts'

const tag = 'Fairness'
const HOUR = 'public, max-age=3600'
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

export const publicSummaryRoutes = [
  defineRoute({
    method: 'GET',
    url: '/public/v1/:tenant/ai-audit-summary',
    operationId: 'readAiAuditSummary',
    summary: 'The results of the latest published bias audit',
    description: 'As 6 RCNY 5-303 asks for: for everybody, as JSON or as a page.',
    tag,
    access: 'public',
    params: publicParams,
    success: {
      status: 200,
      schema: publicSummarySchema,
      page: summaryPage,
      headers: { vary: 'accept', 'cache-control': HOUR, 'content-security-policy': POLICY },
    },
    errors: [auditErrors.none_public],
    handler: (ctx, { params }) => readPublicSummary(ctx, params.tenant),
  }),
  defineRoute({
    method: 'GET',
    url: '/public/v1/:tenant/ai-audit-summary/summary.svg',
    operationId: 'drawAiAuditSummary',
    summary: 'The impact ratios of the latest published bias audit, as a picture',
    tag,
    access: 'public',
    params: publicParams,
    success: {
      status: 200,
      contentType: 'image/svg+xml; charset=utf-8',
      headers: { 'cache-control': HOUR, 'content-security-policy': POLICY },
    },
    errors: [auditErrors.none_public],
    handler: async (ctx, { params }) => (await drawPublicSummary(ctx, params.tenant)) as never,
  }),
]
