import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError, type ErrorKind, type FieldError } from '#src/lib/errors.ts'
import { requestErrors } from './errors.ts'
import type { MultipartBody } from './multipart.ts'
import type { Route, RouteInput } from './route.ts'

/** What `Ats-Version` may ask for; without it the last one is answered. */
const API_VERSIONS = ['2026-11-21']

/** Parses what a client sent by the route's schemas. @throws AppError with a pointer to each invalid value */
export function readInput(
  route: Route,
  request: FastifyRequest,
  multipart?: MultipartBody,
): RouteInput<undefined, undefined, undefined> {
  const input = {
    params: route.params && parse(route.params, request.params, notFoundOf(route)),
    query: parse(route.query ?? z.strictObject({}), request.query, requestErrors.invalid_query),
    body:
      route.body &&
      parse(route.body, multipart ? multipart.fields : (request.body ?? {}), requestErrors.invalid_body),
    headers: readHeaders(request),
    files: multipart?.files ?? {},
    uploads: multipart?.uploads ?? [],
  }
  return input as RouteInput<undefined, undefined, undefined>
}

function readHeaders({ headers }: FastifyRequest): RouteInput<undefined, undefined, undefined>['headers'] {
  const version = headers['ats-version']
  if (version !== undefined && !API_VERSIONS.includes(String(version))) {
    throw new AppError(requestErrors.invalid_header, {
      errors: [{ pointer: '/ats-version', code: 'unknown', message: `one of ${API_VERSIONS.join(', ')}` }],
    })
  }
  return {
    ifMatch: readIfMatch(headers['if-match']),
    lastEventId: readLastEventId(headers['last-event-id']),
    token: bearerTokenOf(headers.authorization),
  }
}

/** What stands behind `Bearer`, whoever it proves. */
export const bearerTokenOf = (authorization: string | undefined): string | undefined =>
  /^bearer (\S{1,300})$/i.exec(authorization ?? '')?.[1]

/** A malformed id is an unknown one. */
const notFoundOf = (route: Route): ErrorKind =>
  route.errors?.find((kind) => kind.status === 404) ?? requestErrors.not_found

function parse(schema: z.ZodType, value: unknown, kind: ErrorKind): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new AppError(kind, kind.status === 404 ? {} : { errors: fieldErrors(result.error) })
}

const MAX_ERRORS = 50

const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.slice(0, MAX_ERRORS).flatMap((issue): FieldError[] => {
    const at = toPointer(issue.path)
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, MAX_ERRORS).map((key) => ({
        pointer: toPointer([...issue.path, key.slice(0, 200)]),
        code: 'unknown_field',
        message: 'this field is not known here',
      }))
    }
    return [{ pointer: at, code: issue.code, message: issue.message.slice(0, 500) }]
  })

/** RFC 6901. */
const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((segment) => `/${String(segment).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')

/** The versions of `If-Match: "3"`; `*` and no header demand nothing. A weak tag never matches strongly: version 0. */
function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined
  const strong = /^"(\d{1,9})"$/.exec(header)
  if (strong) return Number(strong[1])
  if (/^W\/"[^"]*"$/.test(header) || /^"[^"]*"$/.test(header)) return 0
  throw new AppError(requestErrors.invalid_header, {
    errors: [{ pointer: '/if-match', code: 'invalid', message: 'one ETag in double quotes, or *' }],
  })
}

/** The id of a message of ours is a whole number. A client that has seen none sends none, or an empty one. */
function readLastEventId(header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined
  if (typeof header === 'string' && /^\d{1,15}$/.test(header)) return Number(header)
  throw new AppError(requestErrors.invalid_header, {
    errors: [{ pointer: '/last-event-id', code: 'invalid', message: 'the id of a message of this stream' }],
  })
}

/** @throws AppError 412 when the client edits another version than the stored one. */
export function assertVersion(ifMatch: number | undefined, version: number): void {
  if (ifMatch !== undefined && ifMatch !== version) {
    throw new AppError(requestErrors.precondition_failed, { members: { current_version: version } })
  }
}

const MAX_DEPTH = 64

/** Whether brackets nest deeper than any request of ours: checked before parsing, which may recurse. */
export function isTooDeep(json: string): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i)
    if (inString) {
      if (c === 0x5c) i++
      else if (c === 0x22) inString = false
    } else if (c === 0x22) inString = true
    else if (c === 0x5b || c === 0x7b) {
      if (++depth > MAX_DEPTH) return true
    } else if (c === 0x5d || c === 0x7d) depth--
  }
  return false
}
