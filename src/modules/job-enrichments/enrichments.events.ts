import { z } from 'zod'
import { ENRICHMENT_STATES } from '#src/db/schema/job-enrichments.ts'
import { defineEvent } from '#src/platform/events/events.ts'

const payload = z.object({ job_id: z.uuid(), state: z.enum(ENRICHMENT_STATES), version: z.int() })

const enrichmentEvent = (type: string, description: string) =>
  defineEvent({ type, resource: 'job_enrichment', description, payload })

export const enrichmentCreated = enrichmentEvent(
  'job_enrichment.created',
  'A model drafted a better description of a job',
)
export const enrichmentAccepted = enrichmentEvent(
  'job_enrichment.accepted',
  'A person took a draft over into its job',
)
export const enrichmentRejected = enrichmentEvent('job_enrichment.rejected', 'A person rejected a draft')

export const enrichmentEvents = [enrichmentCreated, enrichmentAccepted, enrichmentRejected]
