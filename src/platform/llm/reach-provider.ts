import type { Outbound } from '#src/platform/outbound/outbound.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { failureOfCall } from './load-ai.ts'
import { ModelFailure } from './model-failure.ts'

/**
 * Does `work` with a `fetch` that reaches what tenants may reach. Whatever goes wrong is a ModelFailure, which knows whether
 * the provider had said yes by then. @throws ModelFailure
 */
export async function reachProvider<T>(
  outbound: Outbound,
  timeoutMs: number,
  work: (fetch: typeof globalThis.fetch) => Promise<T>,
): Promise<T> {
  let isAnswered = false
  const fetch = guardedFetch(outbound, timeoutMs, () => {
    isAnswered = true
  })
  try {
    return await work(fetch)
  } catch (error) {
    const { reason, retryAfterMs } = error instanceof ModelFailure ? error : await failureOfCall(error)
    throw new ModelFailure(reason, { retryAfterMs, isAnswered })
  }
}
