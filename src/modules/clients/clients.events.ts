import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

const client = z.object({ archived: z.boolean(), version: z.int() })

const clientEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'client', description, payload })

export const clientCreated = clientEvent('client.created', 'A client was added', client)
export const clientUpdated = clientEvent(
  'client.updated',
  'Fields of a client changed',
  client.extend({ changed: z.array(z.string()) }),
)

export const clientEvents = [clientCreated, clientUpdated]
