import { defineErrors } from '#src/lib/errors.ts'

/** Of what cannot be done without a model. `reason` says why there is none. */
export const aiErrors = defineErrors('ai', {
  unavailable: { status: 409, title: 'No model can be asked now' },
})

export const llmProviderErrors = defineErrors('llm_provider', {
  not_found: { status: 404, title: 'There is no such LLM provider' },
  limit: { status: 409, title: 'The tenant has as many LLM providers as it may have' },
  revoked: { status: 409, title: 'The key of this LLM provider was revoked and shredded' },
  invalid_endpoint: { status: 422, title: 'The endpoint cannot be a destination' },
  invalid_model: { status: 422, title: 'The default model is not among the enabled ones' },
  test_failed: { status: 422, title: 'The new key did not pass the test call; the old one stays' },
  price_limit: { status: 409, title: 'The LLM provider has as many prices as it may have' },
  price_exists: {
    status: 409,
    title: 'There is a price of this model from this time on',
    constraint: 'uq_llm_prices_from',
  },
})
