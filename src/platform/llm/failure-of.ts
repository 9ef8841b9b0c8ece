import { OutboundError, type OutboundReason } from '#src/platform/outbound/outbound-error.ts'
import { type FailureReason, ModelFailure } from './model-failure.ts'

/** What of a provider's refusal is looked at: never its words. */
interface Refusal {
  statusCode?: number | undefined
  responseHeaders?: Record<string, string> | undefined
  responseBody?: string | undefined
}

/** The most that a provider may ask for: it is asked again sooner than it likes, rather than not for days. */
const MAX_RETRY_AFTER_MS = 5 * 60_000

/** Any error of a call, as one that may be told. */
export function failureOf(error: unknown, isRefusal: (error: unknown) => error is Refusal): ModelFailure {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OutboundError) return new ModelFailure(BY_OUTBOUND[cause.reason])
    if (cause.name === 'AbortError' || cause.name === 'TimeoutError') return new ModelFailure('timeout')
    if (isRefusal(cause)) return refusalOf(cause)
  }
  return new ModelFailure('provider_error')
}

const BY_OUTBOUND: Record<OutboundReason, FailureReason> = {
  blocked_address: 'blocked_destination',
  blocked_scheme: 'blocked_destination',
  blocked_port: 'blocked_destination',
  invalid_url: 'blocked_destination',
  timeout: 'timeout',
  unresolvable: 'unreachable',
  connect: 'unreachable',
  tls: 'unreachable',
  protocol: 'provider_error',
}

function refusalOf({ statusCode = 0, responseHeaders = {}, responseBody = '' }: Refusal): ModelFailure {
  if (statusCode === 429) {
    // OpenAI says with the same status that nobody has paid.
    if (responseBody.includes('insufficient_quota')) return new ModelFailure('quota_exhausted')
    return new ModelFailure('rate_limited', { retryAfterMs: retryAfterOf(responseHeaders['retry-after']) })
  }
  return new ModelFailure(
    BY_STATUS[statusCode] ?? (isOurs(statusCode) ? 'invalid_request' : 'provider_error'),
  )
}

const BY_STATUS: Record<number, FailureReason> = {
  401: 'unauthorized',
  402: 'quota_exhausted',
  403: 'unauthorized',
  404: 'unknown_model',
  408: 'timeout',
}

const isOurs = (statusCode: number) => statusCode >= 400 && statusCode < 500

/** Whole seconds; a date is as good as nothing said. */
function retryAfterOf(header: string | undefined): number | undefined {
  if (header === undefined || !/^\d{1,6}$/.test(header.trim())) return undefined
  return Math.min(Number(header) * 1000, MAX_RETRY_AFTER_MS)
}
