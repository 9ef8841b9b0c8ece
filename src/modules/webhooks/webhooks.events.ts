import { z } from 'zod'
import { ENDPOINT_STATUSES } from '#src/db/schema/webhooks.ts'
import { defineEvent } from '#src/platform/events/events.ts'

export const webhookEndpointDisabled = defineEvent({
  type: 'webhook_endpoint.disabled',
  resource: 'webhook_endpoint',
  description: 'A webhook endpoint gets no more deliveries for now',
  payload: z.object({
    status: z.enum(ENDPOINT_STATUSES),
    reason: z.string().describe('`gone`: it answered 410; `failing`: it only failed for days'),
  }),
})

const sample = z.object({ type: z.string(), resource: z.string(), data: z.record(z.string(), z.unknown()) })

const test = z.object({
  delivery_id: z.uuid(),
  sample: sample.optional().describe('What is sent instead: an example of another type'),
})

/** Goes to the endpoint it is about, and to no other. */
export const webhookTest = defineEvent({
  type: 'webhook.test',
  resource: 'webhook_endpoint',
  description: 'Somebody tries a webhook endpoint',
  payload: test,
})

export type Sample = z.output<typeof sample>

/** What is sent in place of a test. */
export const sampleOf = ({ type, payload }: { type: string; payload: unknown }): Sample | undefined =>
  type === webhookTest.type ? test.parse(payload).sample : undefined

export const webhookEvents = [webhookEndpointDisabled, webhookTest]
