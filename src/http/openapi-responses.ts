import { z } from 'zod'
import type { ErrorKind } from '#src/lib/errors.ts'
import { authErrors, idempotencyErrors, requestErrors, serverErrors, tenantErrors } from './errors.ts'
import { DRY_RUN_TYPE, MESSAGES_TYPE, SPARSE_TYPE } from './exchange.ts'
import type { JsonSchema } from './json-schema-refs.ts'
import { type ContractSchemas, membersOf } from './openapi-schemas.ts'
import { PROBLEM_TYPE } from './problem.ts'
import type { Route } from './route.ts'
import { problemSchema } from './schemas.ts'

/** What the kernel does for an operation because of its kind. */
export interface Traits {
  takesIfMatch: boolean
  takesKey: boolean
  takesDryRun: boolean
  takesFields: boolean
}

/** Every answer of a route: its success in each of its forms, and the errors of its kind and of its domain. */
export function responsesOf(
  route: Route,
  schemas: ContractSchemas,
  traits: Traits,
): Record<string, JsonSchema> {
  const responses = successOf(route, schemas, traits)
  const own = Map.groupBy(route.errors ?? [], ({ status }) => status)
  const statuses = new Set([...statusesOf(route, traits), ...own.keys()])
  for (const status of statuses) responses[status] = errorOf(status, own.get(status) ?? [], schemas)
  return responses
}

function successOf(route: Route, schemas: ContractSchemas, traits: Traits): Record<string, JsonSchema> {
  const { status, schema, description = SUCCESS[status] ?? 'Done' } = route.success
  const content: JsonSchema = {}
  if (schema || route.success.contentType) content[mediaType(route)] = { schema: bodyOf(route, schemas) }
  for (const type of route.success.stream?.contentTypes ?? [])
    content[type] = { schema: { contentMediaType: type } }
  if (route.success.messages) content[MESSAGES_TYPE] = { schema: { type: 'string' } }
  if (route.success.page) content['text/html'] = { schema: { type: 'string' } }
  if (traits.takesFields) content[SPARSE_TYPE] = { schema: schemas.received(sparsePageSchema) }
  const headers = successHeaders(route, schemas, traits)
  const dryRun = traits.takesDryRun ? { [DRY_RUN_TYPE]: { schema: schemas.received(dryRunSchema) } } : {}
  const real = status === 200 ? { ...content, ...dryRun } : content
  const responses: Record<string, JsonSchema> = {
    [status]: { description, headers, ...(Object.keys(real).length > 0 && { content: real }) },
  }
  if (route.success.upserts) {
    const created = { ...headers, ...headersOf(['Location']) }
    responses[201] = { description: SUCCESS[201], headers: created, content }
  }
  if (traits.takesDryRun && status !== 200) {
    // As a range: what generators make of a 200 beside a 201 is a method that may answer either.
    responses['2XX'] = {
      description: 'What would have happened',
      headers: headersOf(limited(route)),
      content: dryRun,
    }
  }
  return responses
}

const SUCCESS: Record<number, string> = {
  200: 'The answer',
  201: 'Created',
  202: 'Accepted; the operation tells how far it is',
  204: 'Done, nothing to say',
  302: 'Found elsewhere',
}

const mediaType = ({ success }: Route) =>
  (success.contentType ?? 'application/json').split(';')[0]?.trim() ?? ''

function bodyOf(route: Route, schemas: ContractSchemas): JsonSchema {
  if (route.success.schema) return schemas.received(route.success.schema)
  return { type: mediaType(route).endsWith('json') ? 'object' : 'string' }
}

const dryRunSchema = z
  .object({
    dry_run: z.literal(true),
    status: z.int().describe('The status the real request would have had'),
    result: z.unknown().describe('The body the real request would have had'),
    events: z.array(
      z.object({ type: z.string(), resource_id: z.string(), payload: z.record(z.string(), z.unknown()) }),
    ),
  })
  .meta({ id: 'DryRun', description: 'What a request with `Prefer: dry-run` would have done' })

const sparsePageSchema = z
  .object({
    data: z.array(z.looseObject({ id: z.string() })),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  })
  .meta({
    id: 'SparsePage',
    description: 'A page whose items have their `id` and the members that `fields` names',
  })

type HeaderName = keyof typeof SHARED_HEADERS

export const SHARED_HEADERS = {
  'X-Request-Id': header('Names this request in logs and problem documents', { type: 'string' }),
  RateLimit: header('What is left of the quota (draft-ietf-httpapi-ratelimit-headers)', { type: 'string' }),
  'RateLimit-Policy': header('The quota this request counted against', { type: 'string' }),
  'Retry-After': header('Seconds to wait before trying again', { type: 'string' }),
  ETag: header('The version, for `If-Match`', { type: 'string' }),
  Location: header('Where to look next', { type: 'string' }),
  'Idempotency-Replayed': header('`true` when this is the stored answer of the first such request', {
    type: 'string',
  }),
}

function header(description: string, schema: JsonSchema): JsonSchema {
  return { description, schema }
}

const headersOf = (names: readonly HeaderName[]): Record<string, JsonSchema> =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

const limited = (route: Route): HeaderName[] =>
  route.rateClass === 'none' ? ['X-Request-Id'] : ['X-Request-Id', 'RateLimit', 'RateLimit-Policy']

function successHeaders(
  route: Route,
  schemas: ContractSchemas,
  { takesKey }: Traits,
): Record<string, JsonSchema> {
  const { status, schema } = route.success
  const members = schema ? membersOf(schemas.resolve(schemas.received(schema))).properties : {}
  const hasLocation =
    status === 302 || (status === 201 && 'id' in members) || (status === 202 && 'operation' in members)
  return headersOf([
    ...limited(route),
    ...('version' in members ? (['ETag'] as const) : []),
    ...(hasLocation ? (['Location'] as const) : []),
    ...(takesKey ? (['Idempotency-Replayed'] as const) : []),
  ])
}

/** What the kernel itself may answer to a route of this kind. */
function statusesOf(route: Route, { takesIfMatch }: Traits): number[] {
  const isMutation = route.method !== 'GET'
  return [
    400,
    ...(route.access === 'public' ? [] : [401, 403]),
    ...(route.params ? [404] : []),
    ...(isMutation ? [409, 413, 415, 422] : []),
    ...(takesIfMatch ? [412] : []),
    ...(route.rateClass === 'none' ? [] : [429]),
    500,
    503,
  ]
}

/** A shared response where the route adds nothing to it, else one that lists the route's codes first. */
function errorOf(status: number, own: readonly ErrorKind[], schemas: ContractSchemas): JsonSchema {
  const shared = COMMON[status]
  const added = own.filter((kind) => !shared?.kinds.includes(kind))
  if (shared && added.length === 0) return { $ref: `#/components/responses/${shared.name}` }
  return problemResponse(status, [...added, ...(shared?.kinds ?? [])], schemas)
}

export const sharedResponses = (schemas: ContractSchemas): Record<string, JsonSchema> =>
  Object.fromEntries(
    Object.entries(COMMON).map(([status, { name, kinds }]) => [
      name,
      problemResponse(Number(status), kinds, schemas),
    ]),
  )

const COMMON: Record<number, { name: string; kinds: readonly ErrorKind[] }> = {
  400: {
    name: 'BadRequest',
    kinds: [
      requestErrors.malformed_json,
      requestErrors.invalid_query,
      requestErrors.invalid_header,
      requestErrors.invalid_cursor,
      requestErrors.invalid_multipart,
      requestErrors.malformed,
    ],
  },
  401: { name: 'Unauthorized', kinds: Object.values(authErrors).filter(({ status }) => status === 401) },
  403: { name: 'Forbidden', kinds: [authErrors.forbidden_action, ...Object.values(tenantErrors)] },
  404: { name: 'NotFound', kinds: [requestErrors.not_found] },
  409: { name: 'Conflict', kinds: [idempotencyErrors.in_flight, serverErrors.conflict] },
  412: { name: 'PreconditionFailed', kinds: [requestErrors.precondition_failed] },
  413: { name: 'BodyTooLarge', kinds: [requestErrors.body_too_large] },
  415: { name: 'UnsupportedMediaType', kinds: [requestErrors.unsupported_media_type] },
  422: {
    name: 'Unprocessable',
    kinds: [
      requestErrors.invalid_body,
      requestErrors.dry_run_unsupported,
      idempotencyErrors.key_reused,
      serverErrors.reference,
    ],
  },
  429: { name: 'TooManyRequests', kinds: [requestErrors.rate_limited, requestErrors.too_many_streams] },
  500: { name: 'InternalError', kinds: [serverErrors.internal] },
  503: { name: 'Unavailable', kinds: [serverErrors.unavailable, serverErrors.overloaded] },
}

const RETRIABLE = new Set([409, 429, 503])

function problemResponse(status: number, kinds: readonly ErrorKind[], schemas: ContractSchemas): JsonSchema {
  return {
    description: kinds.map(({ code, title }) => `- \`${code}\`: ${title}`).join('\n'),
    headers: headersOf(RETRIABLE.has(status) ? ['X-Request-Id', 'Retry-After'] : ['X-Request-Id']),
    content: { [PROBLEM_TYPE.split(';')[0] ?? '']: { schema: schemas.received(problemSchema) } },
  }
}
