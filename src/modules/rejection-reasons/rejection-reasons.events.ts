import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

const reason = z.object({ reason_type: z.string(), version: z.int() })

const reasonEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'rejection_reason', description, payload })

export const rejectionReasonCreated = reasonEvent(
  'rejection_reason.created',
  'A rejection reason was added',
  reason,
)
export const rejectionReasonUpdated = reasonEvent(
  'rejection_reason.updated',
  'Fields of a rejection reason changed',
  reason.extend({ changed: z.array(z.string()) }),
)
export const rejectionReasonDeleted = reasonEvent(
  'rejection_reason.deleted',
  'A rejection reason can no longer be chosen',
  reason,
)

export const rejectionReasonEvents = [rejectionReasonCreated, rejectionReasonUpdated, rejectionReasonDeleted]
