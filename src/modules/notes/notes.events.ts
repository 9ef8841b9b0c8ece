import { z } from 'zod'
import { NOTE_VISIBILITIES } from '#src/db/schema/notes.ts'
import { defineEvent } from '#src/platform/events/events.ts'

// No member says what the note says: an event reaches further than a note, and outlives it.
const note = z.object({
  note_id: z.uuid(),
  author_id: z.uuid(),
  visibility: z.enum(NOTE_VISIBILITIES),
  mentioned: z.array(z.uuid()),
  // Not `version`, which in an event of a candidate is the candidate's.
  note_version: z.int(),
})

const noteEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'candidate', description, payload })

export const noteAdded = noteEvent('candidate.note_added', 'A note about a candidate was written', note)
export const noteUpdated = noteEvent(
  'candidate.note_updated',
  'A note about a candidate was edited',
  note.extend({
    changed: z.array(z.string()),
    newly_mentioned: z.array(z.uuid()).describe('Those of `mentioned` who were not before'),
  }),
)
export const noteRemoved = noteEvent('candidate.note_removed', 'A note about a candidate was removed', note)

export const noteEvents = [noteAdded, noteUpdated, noteRemoved]
