import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

export const tenantUpdated = defineEvent({
  type: 'tenant.updated',
  resource: 'tenant',
  description: 'Settings of the tenant changed',
  payload: z.object({ version: z.int(), changed: z.array(z.string()) }),
})

export const tenantEvents = [tenantUpdated]
