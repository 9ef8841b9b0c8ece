import { defineRoute, type Route } from '#src/http/route.ts'
import { renderErrorPage } from './error-page.ts'
import { assertReady } from './readiness.service.ts'
import { loadReferenceScript, REFERENCE_SCRIPT_URL, referencePage } from './reference-page.ts'
import { serviceErrors } from './service.errors.ts'
import { type ErrorCatalogue, errorCatalogueSchema, liveSchema, readySchema } from './service.schemas.ts'

const tag = 'Service'
const JSON_TYPE = 'application/json; charset=utf-8'
const HTML_TYPE = 'text/html; charset=utf-8'
const DAY = 'public, max-age=86400'

/** The reference makes its styles at run time; scripts and data still come from here only. */
const REFERENCE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const ERRORS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

export const healthRoutes = [
  defineRoute({
    method: 'GET',
    url: '/health/live',
    operationId: 'readLiveness',
    summary: 'Whether the process runs',
    tag,
    access: 'public',
    rateClass: 'none',
    success: { status: 200, schema: liveSchema },
    handler: () => ({ status: 'live' as const }),
  }),
  defineRoute({
    method: 'GET',
    url: '/health/ready',
    operationId: 'readReadiness',
    summary: 'Whether the process can serve, and what each part it needs says',
    tag,
    access: 'public',
    rateClass: 'none',
    success: { status: 200, schema: readySchema, headers: { 'cache-control': 'no-store' } },
    errors: [serviceErrors.not_ready],
    handler: ({ app }) => assertReady(app),
  }),
  defineRoute({
    method: 'GET',
    url: '/metrics',
    operationId: 'readMetrics',
    summary: 'Metrics in the text format of Prometheus',
    tag,
    access: 'public',
    rateClass: 'none',
    success: { status: 200, contentType: 'text/plain; version=0.0.4; charset=utf-8' },
    handler: ({ app }) => app.metrics.render(),
  }),
]

/** What describes the product; `contract` and `catalogue` are asked at a first request, when all routes are known. */
export function documentationRoutes(deps: { contract(): string; catalogue(): ErrorCatalogue }): Route[] {
  return [
    defineRoute({
      method: 'GET',
      url: '/openapi.json',
      operationId: 'readContract',
      summary: 'This contract, as OpenAPI 3.1',
      tag,
      access: 'public',
      success: { status: 200, contentType: JSON_TYPE },
      handler: () => deps.contract(),
    }),
    defineRoute({
      method: 'GET',
      url: '/docs',
      operationId: 'readReference',
      summary: 'The contract as a page to read and try',
      tag,
      access: 'public',
      success: {
        status: 200,
        contentType: HTML_TYPE,
        headers: { 'content-security-policy': REFERENCE_POLICY },
      },
      handler: () => referencePage,
    }),
    defineRoute({
      method: 'GET',
      url: REFERENCE_SCRIPT_URL,
      operationId: 'readReferenceScript',
      summary: 'The script of the reference page',
      tag,
      access: 'public',
      success: {
        status: 200,
        contentType: 'text/javascript; charset=utf-8',
        headers: { 'cache-control': DAY },
      },
      handler: () => loadReferenceScript(),
    }),
    defineRoute({
      method: 'GET',
      url: '/errors',
      operationId: 'listErrors',
      summary: 'Every error code',
      description: 'A problem document’s `type` points into this: `/errors#<code>`.',
      tag,
      access: 'public',
      success: {
        status: 200,
        schema: errorCatalogueSchema,
        page: renderErrorPage,
        headers: { vary: 'accept', 'content-security-policy': ERRORS_POLICY },
      },
      handler: () => deps.catalogue(),
    }),
  ]
}
