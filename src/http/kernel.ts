import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import multipart from '@fastify/multipart'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { AppContext } from '#src/context.ts'
import { AppError, type ErrorKind } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { AuthPort } from './context.ts'
import { authErrors, requestErrors } from './errors.ts'
import { EventStreams, type MessageSource } from './event-stream.ts'
import { answer, renderError } from './exchange.ts'
import { type GateDeps, type Passed, passAgain, passGate } from './gate.ts'
import { bearerTokenOf, isTooDeep, readInput } from './input.ts'
import { SchemaBook } from './json-schema.ts'
import type { JsonSchema } from './json-schema-refs.ts'
import { readMultipart, removeLeftovers } from './multipart.ts'
import { toAppError } from './problem.ts'
import type { Route } from './route.ts'
import { SECURITY_HEADERS, secure } from './security-headers.ts'

export interface KernelDeps extends GateDeps {
  context: AppContext
  auth: AuthPort
  routes: readonly Route[]
  /** Errors by the database constraint whose violation means them. */
  constraints: ReadonlyMap<string, ErrorKind>
}

const BODY_LIMIT = 1024 * 1024

/** A server that knows how to answer every declared route, and nothing of what they do. */
export function createKernel(deps: KernelDeps): FastifyInstance {
  const { context } = deps
  const app = Fastify({
    loggerInstance: context.log.child({ part: 'http' }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own would cost each request two hundredths of its time, and hardly any request logs.
    childLoggerFactory: (logger) => logger,
    genReqId: newId,
    bodyLimit: BODY_LIMIT,
    trustProxy: context.config.trustProxy,
    forceCloseConnections: 'idle',
    requestTimeout: 120_000,
    // Room for the token of a signed link.
    routerOptions: { maxParamLength: 4096 },
    // Hooks do not run for these.
    frameworkErrors: (error, request, reply) => fail(error, request, begin(request, reply), deps),
    clientErrorHandler: (error, socket) => refuseDamagedHttp(error, socket),
  })
  app.setErrorHandler((error, request, reply) => fail(error, request, reply, deps))
  app.setNotFoundHandler((request, reply) =>
    fail(new AppError(requestErrors.not_found), request, reply, deps),
  )
  parseJsonStrictly(app)
  app.register(multipart)
  app.addHook('onRequest', (request, reply, done) => {
    begin(request, reply)
    done()
  })
  app.addHook('onReady', () => removeLeftovers(spoolOf(deps)))
  const streams = new EventStreams(context.log)
  app.addHook('preClose', (done) => {
    streams.close()
    done()
  })
  const book = new SchemaBook()
  const answers = deps.routes.map((route) => route.success.schema && book.add(route.success.schema, 'output'))
  // After the multipart plugin, whose parser the routes use.
  app.after(() => {
    deps.routes.forEach((route, i) => {
      mount(app, { ...deps, streams }, route, answers[i] && book.whole(answers[i]))
    })
  })
  return app
}

/** What every answer carries, whatever becomes of its request. */
const begin = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  secure(request, reply).header('x-request-id', request.id)

interface MountDeps extends KernelDeps {
  streams: EventStreams
}

function mount(app: FastifyInstance, deps: MountDeps, route: Route, schema: JsonSchema | undefined): void {
  const { status } = route.success
  app.route({
    method: route.method,
    url: route.url,
    ...(schema && { schema: { response: { [status]: schema } } }),
    onRequest: async (request, reply) => {
      passes.set(request, await passGate(deps, route, request, reply))
    },
    handler: (request, reply) => handle(deps, route, request, reply),
  })
}

const passes = new WeakMap<FastifyRequest, Passed>()

async function handle(
  deps: MountDeps,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const passed = passes.get(request)
  if (!passed) throw new Error('a handler was reached past the gate')
  if (request.isMultipart() && !route.files) throw new AppError(requestErrors.unsupported_media_type)
  const fields = route.body && 'shape' in route.body ? Object.keys(route.body.shape as object) : []
  const multipartBody =
    route.files && (await readMultipart(request, spoolOf(deps), { fields, files: route.files }))
  try {
    const input = readInput(route, request, multipartBody)
    const serialize = reply.getSerializationFunction(String(route.success.status)) ?? JSON.stringify
    const rendered = await answer({
      app: deps.context,
      auth: deps.auth,
      constraints: deps.constraints,
      route,
      request,
      reply,
      passed,
      input,
      serialize,
      openStream: (source) => openStream(deps, route, request, { passed, source }),
    })
    reply.code(rendered.status).headers(rendered.headers)
    // A string is sent as it is: replays are byte-equal because the first answer was stored bytes too.
    return reply.serializer(asIs).send(rendered.body)
  } finally {
    await multipartBody?.discard()
  }
}

/** Ends where the client's standing ends or changes: coming back, it is judged anew. */
function openStream(
  deps: MountDeps,
  route: Route,
  { headers: { authorization } }: FastifyRequest,
  { passed, source }: { passed: Passed; source: MessageSource },
): Readable {
  const { principal } = passed
  return deps.streams.open({
    owner: principal ? `${principal.tenantId}:${principal.id}` : `token:${bearerTokenOf(authorization)}`,
    source,
    assertAllowed: async () => {
      // Whoever proves a token of their own sees to it that the messages end with what it is worth.
      if (!principal) return
      if (!isDeepStrictEqual(await passAgain(deps, route, authorization), passed))
        throw new AppError(authErrors.forbidden_action)
    },
  })
}

const spoolOf = ({ context }: KernelDeps) => join(context.config.dataDir, 'uploads')

const asIs = (payload: unknown) => payload as string

function fail(error: unknown, request: FastifyRequest, reply: FastifyReply, deps: KernelDeps): FastifyReply {
  const known = toAppError(error, deps.constraints)
  if (known.kind.status >= 500) {
    const at = { request_id: request.id, route: request.routeOptions?.url }
    request.log.error({ err: error, ...at }, known.kind.code)
  }
  const { status, headers, body } = renderError(known, request)
  return reply.code(status).headers(headers).serializer(asIs).send(body)
}

/** Answers what the HTTP parser itself refuses, which no route ever sees. */
function refuseDamagedHttp(error: Error & { code?: string }, socket: import('node:net').Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return
  const kind = DAMAGED[error.code ?? ''] ?? requestErrors.malformed
  const body = JSON.stringify({
    type: `/errors#${kind.code}`,
    title: kind.title,
    status: kind.status,
    instance: '/',
    code: kind.code,
    request_id: newId(),
  })
  socket.end(
    `HTTP/1.1 ${kind.status} ${kind.title}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
      `${SECURITY_LINES}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

const SECURITY_LINES = Object.entries(SECURITY_HEADERS)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('')

const DAMAGED: Record<string, ErrorKind> = {
  ERR_HTTP_REQUEST_TIMEOUT: requestErrors.timeout,
  HPE_HEADER_OVERFLOW: requestErrors.headers_too_large,
}

/** JSON whose nesting is bounded; a body of no bytes is no body, whatever its header says. */
function parseJsonStrictly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else if (isTooDeep(body))
      done(new AppError(requestErrors.malformed_json, { detail: 'nested too deep' }), undefined)
    else void parse(request, body, done)
  })
}
