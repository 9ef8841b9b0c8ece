import { z } from 'zod'
import { bulkIdSchema, defineEvent } from '#src/platform/events/events.ts'

// No member says who the candidate is: an event outlives an erasure.
const candidate = z.object({ source: z.string().nullable(), owner_id: z.uuid().nullable(), version: z.int() })

const candidateEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'candidate', description, payload })

export const candidateCreated = candidateEvent('candidate.created', 'A candidate was added', candidate)
export const candidateUpdated = candidateEvent(
  'candidate.updated',
  'Fields of a candidate changed',
  candidate.extend({ changed: z.array(z.string()), bulk_id: bulkIdSchema }),
)
export const candidateQuarantined = candidateEvent(
  'candidate.quarantined',
  'A candidate was deleted and can be restored',
  candidate,
)
export const candidateRestored = candidateEvent(
  'candidate.restored',
  'A deleted candidate is back',
  candidate,
)

export const candidateEvents = [candidateCreated, candidateUpdated, candidateQuarantined, candidateRestored]
