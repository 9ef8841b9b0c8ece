import type { KeyObject } from 'node:crypto'
import type { DeliveryAttempt } from '#src/db/schema/webhooks.ts'
import { presentEvent } from '#src/platform/events/event-message.ts'
import { OutboundError } from '#src/platform/outbound/outbound-error.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import type { Parcel } from './sending.repo.ts'
import { signatureHeaders } from './sign.ts'
import { sampleOf } from './webhooks.events.ts'

/** Where to, and as whom: an endpoint with its secrets opened. */
export interface Destination {
  url: string
  headers: Record<string, string>
  /** Newest first; those whose `until` has passed sign no more. */
  keys: { key: KeyObject; until: Date | null }[]
}

const TIMEOUT_MS = 10_000
const MAX_RESPONSE_BYTES = 64 * 1024

/** Makes one attempt at a delivery. Never rejects: what went wrong is the attempt's `error`. */
export async function send(
  ctx: TaskContext,
  { url, headers: custom, keys }: Destination,
  parcel: Parcel,
): Promise<DeliveryAttempt> {
  const at = ctx.clock.now()
  const startedAt = performance.now()
  const attempt = (outcome: Pick<DeliveryAttempt, 'status' | 'error' | 'response'>): DeliveryAttempt => ({
    at: at.toISOString(),
    duration_ms: Math.round(performance.now() - startedAt),
    ...outcome,
  })
  try {
    const { body, sample } = contentOf(parcel)
    const valid = keys.filter(({ until }) => until === null || until > at).map(({ key }) => key)
    const headers = {
      ...custom,
      ...signatureHeaders(valid, { id: parcel.eventId, at, body }),
      ...(sample && { 'x-shortlist-test': 'true' }),
      'content-type': 'application/json',
      'user-agent': 'Shortlist-Webhooks/1',
    }
    const limits = { timeoutMs: TIMEOUT_MS, maxResponseBytes: MAX_RESPONSE_BYTES }
    const answer = await ctx.app.outbound.post(url, { headers, body, ...limits })
    return attempt({
      status: answer.status,
      error: null,
      response: excerptOf(answer.body, Object.values(headers)),
    })
  } catch (error) {
    if (error instanceof OutboundError) return attempt({ status: null, error: error.reason, response: null })
    ctx.app.log.error({ err: error, deliveryId: parcel.id }, 'a webhook could not be sent')
    return attempt({ status: null, error: 'internal', response: null })
  }
}

/** A test may carry an example of another type; its `webhook-id` is the test's. */
function contentOf(parcel: Parcel): { body: string; sample: boolean } {
  const message = presentEvent({ ...parcel, id: parcel.eventId })
  const sample = sampleOf(parcel)
  return { body: JSON.stringify({ ...message, ...sample }), sample: sample !== undefined }
}

/**
 * What a tenant is shown of an answer: its first KiB, without what a terminal or a database would stumble over, and
 * without the headers it was sent, which some receivers repeat and which are secrets.
 */
function excerptOf(body: string, sent: string[]): string {
  if (body === '') return ''
  const unsaid = sent
    .filter((value) => value.length >= 4)
    .reduce((text, value) => text.replaceAll(value, '[…]'), body)
  return Buffer.from(unsaid)
    .subarray(0, 1024)
    .toString()
    .replace(/\p{Cc}/gu, '')
}
