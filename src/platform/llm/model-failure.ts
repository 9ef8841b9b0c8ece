/** Why a model gave no answer, in words of our own: what a provider says may repeat its key or somebody's text. */
export type FailureReason =
  | 'unauthorized'
  | 'unknown_model'
  | 'rate_limited'
  | 'quota_exhausted'
  | 'invalid_request'
  | 'provider_error'
  | 'timeout'
  | 'unreachable'
  | 'blocked_destination'

/** Carries no cause, so that nobody logs one. */
export class ModelFailure extends Error {
  readonly reason: FailureReason
  /** How long the provider asks to be left alone. */
  readonly retryAfterMs: number | undefined
  /** An answer came that nobody can read, and that the provider may bill. */
  readonly isAnswered: boolean

  constructor(
    reason: FailureReason,
    { retryAfterMs, isAnswered = false }: { retryAfterMs?: number | undefined; isAnswered?: boolean } = {},
  ) {
    super(`the model did not answer: ${reason}`)
    this.name = 'ModelFailure'
    this.reason = reason
    this.retryAfterMs = retryAfterMs
    this.isAnswered = isAnswered
  }
}
