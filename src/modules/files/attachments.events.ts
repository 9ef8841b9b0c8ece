import { z } from 'zod'
import { ATTACHMENT_TYPES } from '#src/db/schema/files.ts'
import { defineEvent } from '#src/platform/events/events.ts'

const attachment = z.object({ candidate_id: z.uuid(), type: z.enum(ATTACHMENT_TYPES) })

const attachmentEvent = (type: string, description: string) =>
  defineEvent({ type, resource: 'attachment', description, payload: attachment })

export const attachmentAdded = attachmentEvent('attachment.added', 'A file was attached to a candidate')
export const attachmentUpdated = attachmentEvent(
  'attachment.updated',
  'The type or the description of an attached file changed',
)
export const attachmentRemoved = attachmentEvent('attachment.removed', 'An attached file was removed')

export const attachmentEvents = [attachmentAdded, attachmentUpdated, attachmentRemoved]
