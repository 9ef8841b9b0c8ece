import type { Outbound } from '#src/platform/outbound/outbound.ts'
import { OutboundError } from '#src/platform/outbound/outbound-error.ts'

/** No answer of the sizes we ask for is longer. */
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024

/**
 * `fetch` for the provider packages that reaches what tenants may reach, and reads whole answers. `onSuccess` hears of each
 * with a status of success, whatever its body is. @throws OutboundError
 */
export function guardedFetch(outbound: Outbound, timeoutMs: number, onSuccess: () => void): typeof fetch {
  return async (input, init) => {
    const answer = await outbound.post(String(input), {
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: String(init?.body ?? ''),
      timeoutMs,
      maxResponseBytes: MAX_RESPONSE_BYTES,
      ...(init?.signal && { signal: init.signal }),
    })
    if (answer.status >= 200 && answer.status < 300) onSuccess()
    if (answer.truncated || answer.status < 200) throw new OutboundError('protocol')
    // A 204 may have no body at all.
    return new Response(answer.body === '' ? null : answer.body, {
      status: answer.status,
      headers: answer.headers,
    })
  }
}
