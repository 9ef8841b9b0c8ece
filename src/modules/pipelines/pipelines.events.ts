import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

const pipeline = z.object({ is_default: z.boolean(), strict: z.boolean(), version: z.int() })

const pipelineEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'pipeline', description, payload })

export const pipelineCreated = pipelineEvent('pipeline.created', 'A pipeline template was made', pipeline)
export const pipelineUpdated = pipelineEvent(
  'pipeline.updated',
  'Fields or stages of a pipeline template changed',
  pipeline.extend({ changed: z.array(z.string()) }),
)
export const pipelineDeleted = pipelineEvent('pipeline.deleted', 'A pipeline template was deleted', pipeline)

export const pipelineEvents = [pipelineCreated, pipelineUpdated, pipelineDeleted]
