import { noteAdded, noteUpdated } from '#src/modules/notes/notes.events.ts'
import type { RelayedEvent, Subscription } from '#src/platform/tasks/tasks.ts'
import { tellMentioned } from './notifications.tasks.ts'

export const notificationSubscriptions: readonly Subscription[] = [
  {
    events: [noteAdded.type],
    task: tellMentioned,
    payload: (event) => toTell(event, event.payload.mentioned),
  },
  {
    events: [noteUpdated.type],
    task: tellMentioned,
    payload: (event) => toTell(event, event.payload.newly_mentioned),
  },
]

/** Nobody is told of their own note. */
function toTell({ id, resourceId, payload }: RelayedEvent, mentioned: unknown) {
  const others = (mentioned as string[]).filter((person) => person !== payload.author_id)
  if (others.length === 0) return undefined
  return { event_id: id, candidate_id: resourceId, note_id: payload.note_id, user_ids: others }
}
