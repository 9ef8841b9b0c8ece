import { z } from 'zod'
import { EMBEDDING_PROVIDERS, EMBEDDING_STATES } from '#src/db/schema/vectors.ts'
import { defineEvent } from '#src/platform/events/events.ts'

const model = z.object({
  provider: z.enum(EMBEDDING_PROVIDERS),
  state: z.enum(EMBEDDING_STATES),
  version: z.int(),
})

const modelEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'embedding_model', description, payload })

export const modelCreated = modelEvent(
  'embedding_model.created',
  'A model for the vectors of the tenant was registered',
  model,
)
export const modelUpdated = modelEvent(
  'embedding_model.updated',
  'The state of an embedding model changed',
  model.extend({ changed: z.array(z.string()) }),
)

export const embeddingModelEvents = [modelCreated, modelUpdated]
