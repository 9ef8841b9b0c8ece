import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AppContext } from '#src/context.ts'
import type { Effect } from '#src/db/scope.ts'
import { withSystem } from '#src/db/system.ts'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { EmittedEvent } from '#src/db/tx.ts'
import { canonicalJson } from '#src/lib/canonical-json.ts'
import { AppError, type ErrorKind } from '#src/lib/errors.ts'
import { prefersHtml } from './accept.ts'
import type { AuthPort, RequestContext } from './context.ts'
import { requestErrors } from './errors.ts'
import type { MessageSource } from './event-stream.ts'
import type { Passed } from './gate.ts'
import { anonymousKeys, type RenderedAnswer, tenantKeys } from './idempotency.repo.ts'
import { type IdempotencyPorts, type IdempotencyScope, runOnce, sha256 } from './idempotency.ts'
import { actingAs } from './principal.ts'
import { PROBLEM_TYPE, toAppError, toProblem } from './problem.ts'
import { Created, type Route, type RouteInput, type Streamed } from './route.ts'

export const SPARSE_TYPE = 'application/vnd.shortlist.sparse+json'
export const DRY_RUN_TYPE = 'application/vnd.shortlist.dry-run+json'
export const MESSAGES_TYPE = 'text/event-stream'
const HTML_TYPE = 'text/html; charset=utf-8'

type Input = RouteInput<undefined, undefined, undefined>

export interface Exchange {
  app: AppContext
  auth: AuthPort
  constraints: ReadonlyMap<string, ErrorKind>
  route: Route
  request: FastifyRequest
  reply: FastifyReply
  passed: Passed
  input: Input
  serialize(body: unknown): string
  /** @throws AppError 429, 503 */
  openStream(source: MessageSource): Readable
}

interface StreamedAnswer extends Omit<RenderedAnswer, 'body'> {
  body: Readable | string
}

/** Runs the handler of a route that passed the gate, in the way the request asks for, and renders its answer. */
export async function answer(exchange: Exchange): Promise<StreamedAnswer> {
  const { route, request, input } = exchange
  const context = contextOf(exchange)
  const call = (effect?: Effect) =>
    Promise.resolve(route.handler({ ...context, effect } as RequestContext & typeof context, input))
  if (route.success.stream) return streamed(exchange, (await call()) as Streamed)
  if (route.success.messages) return messages(exchange, (await call()) as MessageSource)
  if (route.method === 'GET') return render(exchange, await call())
  if (wantsDryRun(request)) return dryRun(exchange, call)
  const key = idempotencyKeyOf(request)
  if (key === undefined) return render(exchange, await call())
  const scope = scopeOf(exchange, key)
  return runOnce(scope, portsOf(exchange, context, scope.scopeHash), {
    execute: call,
    render: (result) => render(exchange, result),
    renderError: (error) => renderError(error, request),
    toAppError: (error) => toAppError(error, exchange.constraints),
  })
}

function contextOf({ app, auth, request, passed, route }: Exchange) {
  const { principal, reach } = passed
  const common = { app, auth, db: app.db, clock: app.clock, requestId: request.id, ip: request.ip }
  if (!principal) return common
  return { ...common, ...actingAs(principal), ...(route.replica && { replicaSafe: true }), reach }
}

const streamed = ({ route }: Exchange, { stream, headers }: Streamed): StreamedAnswer => ({
  status: route.success.status,
  headers: { ...route.success.headers, ...headers },
  body: stream,
})

const messages = ({ route, request, openStream }: Exchange, source: MessageSource): StreamedAnswer => ({
  status: route.success.status,
  headers: {
    'content-type': MESSAGES_TYPE,
    'cache-control': 'no-store',
    // A process that stops would wait for the connection to be used again.
    connection: 'close',
    // Nginx would keep messages back to send them in bulk.
    'x-accel-buffering': 'no',
  },
  body: request.method === 'HEAD' ? '' : openStream(source),
})

function render(exchange: Exchange, result: unknown): RenderedAnswer {
  if (!(result instanceof Created)) return renderBody(exchange, result)
  const { headers, body } = renderBody(exchange, result.body)
  return { status: 201, headers: { ...headers, location: result.location }, body }
}

function renderBody({ route, request, input, serialize }: Exchange, result: unknown): RenderedAnswer {
  const { status, contentType, page } = route.success
  const headers: Record<string, string> = { ...route.success.headers }
  if (status === 302) {
    return { status, headers: { ...headers, location: (result as { location: string }).location }, body: '' }
  }
  if (status === 204) return { status, headers, body: '' }
  const body = result as { id?: string; version?: number; operation?: { id: string } }
  if (typeof body.version === 'number') headers.etag = `"${body.version}"`
  if (status === 201 && body.id) headers.location = `${route.success.collection ?? route.url}/${body.id}`
  if (status === 202 && body.operation) headers.location = `/v1/operations/${body.operation.id}`
  if (route.secretAnswer) headers['cache-control'] = 'no-store'
  if (page && prefersHtml(request.headers.accept)) {
    return { status, headers: { ...headers, 'content-type': HTML_TYPE }, body: page(result) }
  }
  const next = (result as { next_cursor?: string | null }).next_cursor
  if (next) headers.link = `<${nextPage(request.url, next)}>; rel="next"`
  const fields = (input.query as { fields?: string[] } | undefined)?.fields
  headers['content-type'] = fields ? SPARSE_TYPE : (contentType ?? 'application/json; charset=utf-8')
  const text = contentType && typeof result === 'string' ? result : serialize(result)
  return { status, headers, body: fields ? sparse(text, fields) : text }
}

/** The same list from its next cursor on. */
function nextPage(url: string, cursor: string): string {
  const [path = '', query] = url.split('?', 2)
  const parameters = new URLSearchParams(query)
  parameters.set('cursor', cursor)
  return `${path}?${parameters}`
}

/** Picks members out of the serialized page, so that what the schema strips stays stripped. */
function sparse(text: string, fields: string[]): string {
  const page = JSON.parse(text) as { data: Record<string, unknown>[] }
  const wanted = new Set(['id', ...fields])
  const pick = (item: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(item).filter(([name]) => wanted.has(name)))
  return JSON.stringify({ ...page, data: page.data.map(pick) })
}

export function renderError(error: AppError, request: FastifyRequest): RenderedAnswer {
  const problem = toProblem(error, { instance: request.url.slice(0, 2000), requestId: request.id })
  return {
    status: error.kind.status,
    headers: { ...error.details.headers, 'content-type': PROBLEM_TYPE },
    body: JSON.stringify(problem),
  }
}

const wantsDryRun = (request: FastifyRequest) =>
  /(^|,)\s*dry-run\s*(=\s*"?[^,;]*"?\s*)?(,|;|$)/i.test(String(request.headers.prefer ?? ''))

/** Everything happens but the commit: the answer shows what it would have been, and the events that would have left. */
async function dryRun(
  exchange: Exchange,
  call: (effect: Effect) => Promise<unknown>,
): Promise<RenderedAnswer> {
  if (exchange.route.outsideEffects || !exchange.passed.principal)
    throw new AppError(requestErrors.dry_run_unsupported)
  let events: EmittedEvent[] = []
  const effect: Effect = {
    rollback: true,
    begin: async () => {},
    finish: (tx) => {
      events = tx.emitted
    },
  }
  const { status, body } = render(exchange, await call(effect))
  const result: unknown = body === '' ? null : JSON.parse(body)
  return {
    status: 200,
    headers: { 'content-type': DRY_RUN_TYPE, 'preference-applied': 'dry-run' },
    body: JSON.stringify({ dry_run: true, status, result, events }),
  }
}

function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined || !['POST', 'PATCH'].includes(request.method)) return undefined
  // A quoted string by the draft's grammar; the bare form is what most clients send.
  const bare = typeof key === 'string' ? key.replace(/^"(.*)"$/, '$1') : ''
  if (/^[\x21-\x7e]{1,255}$/.test(bare)) return bare
  throw new AppError(requestErrors.invalid_header, {
    errors: [
      { pointer: '/idempotency-key', code: 'invalid', message: '1 to 255 printable ASCII characters' },
    ],
  })
}

function scopeOf({ request, passed, input, route }: Exchange, key: string): IdempotencyScope {
  const { principal } = passed
  const nobody = route.ownToken ? `token:${input.headers.token}` : `ip:${request.ip}`
  const who = principal ? `${principal.tenantId}:${principal.id}` : nobody
  const files = input.uploads.map(({ field, sha256: hash, filename }) => [field, hash, filename])
  const sent = {
    body: request.isMultipart() ? input.body : request.body,
    files: files.sort(),
    query: request.query,
  }
  return {
    scopeHash: sha256(who, request.method, request.url.split('?')[0] ?? '', key),
    // With the key, which is stored only as a hash: a password in the body cannot be guessed from the fingerprint.
    fingerprint: sha256(key, canonicalJson(sent)),
  }
}

function portsOf({ app, passed, route }: Exchange, context: object, key: string): IdempotencyPorts {
  const scope = context as RequestContext
  const place = {
    tenantId: passed.principal?.tenantId ?? 'anonymous',
    table: 'idempotency_keys',
    column: 'body',
    rowId: key,
  }
  const secrecy = route.secretAnswer
    ? {
        seal: (body: string) => app.envelope.seal(body, place),
        open: (stored: string) => app.envelope.open(stored, place),
      }
    : { seal: (body: string) => body, open: (stored: string) => stored }
  if (passed.principal) {
    const quiet = { ...scope, effect: undefined }
    return {
      repo: tenantKeys,
      ...secrecy,
      read: (work) => readTenantOnce(quiet, work),
      write: (work) => withTenant(quiet, work),
    }
  }
  const system = <T>(work: Parameters<typeof withSystem<T>>[2]) => withSystem(app, 'authenticate', work)
  return { repo: anonymousKeys, ...secrecy, read: system, write: system }
}
