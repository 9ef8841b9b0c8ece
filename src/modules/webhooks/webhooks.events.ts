import { z } from 'zod'
import { ENDPOINT_STATUSES } from '#src/db/schema/webhooks.ts'
import { defineEvent } from '#src/platform/events/events.ts'

export const webhookEndpointDisabled = defineEvent({
  type: 'webhook_endpoint.disabled',
  resource: 'webhook_endpoint',
  description: 'A webhook endpoint gets no more deliveries for now',
  payload: z.object({ status: z.enum(ENDPOINT_STATUSES), reason: z.string() }),
})

/** Goes to the endpoint it is about, and to no other. */
export const webhookTest = defineEvent({
  type: 'webhook.test',
  resource: 'webhook_endpoint',
  description: 'Somebody tries a webhook endpoint',
  payload: z.object({ delivery_id: z.uuid() }),
})

export const webhookEvents = [webhookEndpointDisabled, webhookTest]
