import { defineErrors } from '#src/lib/errors.ts'

export const webhookErrors = defineErrors('webhook_endpoint', {
  not_found: { status: 404, title: 'There is no such webhook endpoint' },
  invalid_transition: { status: 409, title: 'The webhook endpoint is not in a state that allows this' },
  limit: { status: 409, title: 'The tenant has as many webhook endpoints as it may have' },
  invalid_filter: { status: 422, title: 'The filter names what no event asked for has' },
  invalid_time: { status: 422, title: 'The events of this time cannot be replayed' },
  invalid_url: { status: 422, title: 'The URL cannot be a destination' },
})

export const deliveryErrors = defineErrors('webhook_delivery', {
  not_found: { status: 404, title: 'There is no such webhook delivery' },
  invalid_transition: { status: 409, title: 'The webhook delivery is still on its way' },
})
