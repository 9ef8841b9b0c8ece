import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

const key = z.object({ name: z.string(), prefix: z.string() })

export const apiKeyCreated = defineEvent({
  type: 'api_key.created',
  resource: 'api_key',
  description: 'An API key was made',
  payload: key.extend({ scopes: z.array(z.string()) }),
})

export const apiKeyRevoked = defineEvent({
  type: 'api_key.revoked',
  resource: 'api_key',
  description: 'An API key was revoked',
  payload: key.extend({ reason: z.string().nullable() }),
})

export const apiKeyEvents = [apiKeyCreated, apiKeyRevoked]
