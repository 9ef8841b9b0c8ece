import { defineErrors } from '#src/lib/errors.ts'

export const embeddingModelErrors = defineErrors('embedding_model', {
  not_found: { status: 404, title: 'There is no such embedding model' },
  duplicate: {
    status: 409,
    title: 'An embedding model has this key',
    constraint: 'uq_embedding_models_key',
  },
  too_many: { status: 409, title: 'The tenant has as many embedding models as it may have' },
  invalid_transition: { status: 409, title: 'The embedding model is not in a state that allows this' },
  provider_unavailable: { status: 422, title: 'This provider makes no vectors here' },
  invalid_dimensions: {
    status: 422,
    title: 'The model or the vector store does not take so many dimensions',
  },
})
