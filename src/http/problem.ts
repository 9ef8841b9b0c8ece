import { DatabaseError } from 'pg'
import { AppError, type ErrorKind, type FieldError } from '#src/lib/errors.ts'
import { StorageUnavailable } from '#src/platform/storage/storage-error.ts'
import { requestErrors, serverErrors } from './errors.ts'

/** An RFC 9457 problem document. */
export interface Problem {
  type: string
  title: string
  status: number
  detail?: string
  instance: string
  code: string
  request_id: string
  errors?: FieldError[]
  [member: string]: unknown
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

export function toProblem(error: AppError, at: { instance: string; requestId: string }): Problem {
  const { kind, details } = error
  return {
    type: `/errors#${kind.code}`,
    title: kind.title,
    status: kind.status,
    ...(details.detail !== undefined && { detail: details.detail }),
    instance: at.instance,
    code: kind.code,
    request_id: at.requestId,
    ...(details.errors && { errors: details.errors }),
    ...details.members,
  }
}

/** Finds the answer of any thrown thing. What is not recognised is ours to mend: a 500 that says nothing of itself. */
export function toAppError(error: unknown, constraints: ReadonlyMap<string, ErrorKind>): AppError {
  if (error instanceof AppError) return error
  const databaseError = findDatabaseError(error)
  if (databaseError) return fromDatabase(databaseError, constraints)
  if (isConnectionFailure(error) || error instanceof StorageUnavailable) return unavailable(error)
  return fromFastify(error) ?? new AppError(serverErrors.internal, { cause: error })
}

function findDatabaseError(error: unknown): DatabaseError | undefined {
  for (let e = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++) {
    if (e instanceof DatabaseError) return e
  }
  return undefined
}

/** The constraint's own meaning first, then the class of the SQLSTATE. Values of rows are never repeated. */
function fromDatabase(error: DatabaseError, constraints: ReadonlyMap<string, ErrorKind>): AppError {
  const own = error.constraint ? constraints.get(error.constraint) : undefined
  if (own) return new AppError(own, { cause: error })
  switch (error.code) {
    case '23505':
      return new AppError(serverErrors.conflict, { cause: error })
    case '23503':
      return new AppError(serverErrors.reference, { cause: error })
    // Text that is no value of its column's type gets this far in cursors and filters only.
    case '22007':
    case '22008':
    case '22009':
    case '22023':
    case '22P02':
      return new AppError(requestErrors.invalid_query, { cause: error })
    case '23514':
    case '22003':
    case '22021':
    case '22P05':
      return new AppError(requestErrors.invalid_body, { cause: error })
    default:
      return /^(08|53|57|58|40|55P03|25P03)/.test(error.code ?? '')
        ? unavailable(error)
        : new AppError(serverErrors.internal, { cause: error })
  }
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  '57P01',
  '57014',
  '55P03',
  '25P03',
])

function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  return (
    (code !== undefined && CONNECTION_CODES.has(code)) ||
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/.test(
      error.message,
    )
  )
}

const unavailable = (cause: unknown) =>
  new AppError(serverErrors.unavailable, { cause, headers: { 'retry-after': '2' } })

const FASTIFY_CODES: Record<string, ErrorKind> = {
  FST_ERR_CTP_INVALID_JSON_BODY: requestErrors.malformed_json,
  FST_ERR_CTP_EMPTY_JSON_BODY: requestErrors.malformed_json,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: requestErrors.malformed,
  FST_ERR_CTP_BODY_TOO_LARGE: requestErrors.body_too_large,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: requestErrors.unsupported_media_type,
  FST_ERR_BAD_URL: requestErrors.not_found,
  FST_ERR_MAX_PARAM_LENGTH: requestErrors.not_found,
  FST_ERR_ASYNC_CONSTRAINT: requestErrors.malformed,
}

function fromFastify(error: unknown): AppError | undefined {
  const { code, statusCode, name } = error as { code?: string; statusCode?: number; name?: string }
  const known = code ? FASTIFY_CODES[code] : undefined
  if (known) return new AppError(known, { cause: error })
  if (name === 'SyntaxError' && statusCode === 400)
    return new AppError(requestErrors.malformed_json, { cause: error })
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new AppError(requestErrors.malformed, { cause: error })
  return undefined
}
