import { defineErrors } from '#src/lib/errors.ts'

/** Errors of the protocol rather than of a domain. */
export const requestErrors = defineErrors('request', {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  invalid_query: { status: 400, title: 'A query parameter is unknown or invalid' },
  invalid_header: { status: 400, title: 'A header is invalid' },
  invalid_cursor: { status: 400, title: 'The cursor was not made by this list with this order' },
  invalid_multipart: { status: 400, title: 'The multipart body is damaged or has unexpected parts' },
  malformed: { status: 400, title: 'The request is not valid HTTP' },
  invalid_body: { status: 422, title: 'The body has invalid fields' },
  dry_run_unsupported: { status: 422, title: 'This operation has effects outside and cannot be tried dry' },
  not_found: { status: 404, title: 'There is nothing here' },
  timeout: { status: 408, title: 'The request did not arrive in time' },
  body_too_large: { status: 413, title: 'The body is larger than this address accepts' },
  unsupported_media_type: { status: 415, title: 'The body is of a type this address does not take' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  precondition_failed: { status: 412, title: 'The resource has changed since it was read' },
  precondition_required: { status: 428, title: 'Name the version you change, by If-Match with its ETag' },
  rate_limited: { status: 429, title: 'Too many requests' },
  too_many_streams: { status: 429, title: 'You have too many event streams open' },
})

export const authErrors = defineErrors('auth', {
  missing_token: { status: 401, title: 'A token is needed' },
  invalid_token: { status: 401, title: 'The token is not valid' },
  expired_token: { status: 401, title: 'The token has expired' },
  revoked: { status: 401, title: 'The session or key was revoked' },
  forbidden_action: { status: 403, title: 'Your role or key does not allow this' },
})

export const tenantErrors = defineErrors('tenant', {
  suspended: { status: 403, title: 'The tenant is suspended' },
  cancelled: { status: 403, title: 'The tenant was cancelled and can only be read' },
})

export const idempotencyErrors = defineErrors('idempotency', {
  key_reused: { status: 422, title: 'The Idempotency-Key was used for a different request' },
  in_flight: { status: 409, title: 'A request with this Idempotency-Key is still being worked on' },
})

export const serverErrors = defineErrors('server', {
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'A part we depend on is not available' },
  overloaded: { status: 503, title: 'Too much is asked at once' },
  conflict: { status: 409, title: 'The change collides with another one' },
  reference: { status: 422, title: 'The request names something that does not exist' },
})
