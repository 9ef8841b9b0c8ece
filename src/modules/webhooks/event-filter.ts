import { z } from 'zod'
import type { EventFilter } from '#src/db/schema/webhooks.ts'
import { matches } from './event-patterns.ts'

const MAX_MEMBERS = 5
const MAX_VALUES = 50

const value = z.union([
  z
    .string()
    .max(200)
    .regex(/^[^\0\p{Cs}]*$/u),
  z.number(),
  z.boolean(),
  z.null(),
])

/** `{"job_id": ["…", "…"]}`: every member has to have one of its values. */
export const filterSchema = z
  .record(z.string().max(100), z.array(value).min(1).max(MAX_VALUES))
  .refine((filter) => Object.keys(filter).length >= 1, 'must name a member')
  .refine((filter) => Object.keys(filter).length <= MAX_MEMBERS, `must name at most ${MAX_MEMBERS} members`)
  .meta({ id: 'WebhookFilter' })

/** Whether an event's payload has, for every member of the filter, one of its values; in a list one item suffices. */
export const passes = (filter: EventFilter | null, payload: Record<string, unknown> = {}): boolean =>
  Object.entries(filter ?? {}).every(([member, allowed]) =>
    [payload[member]].flat().some((item) => (allowed as unknown[]).includes(item)),
  )

/** The members that the filter names and that no type of event which is asked for has. */
export const unknownMembers = (
  filter: EventFilter | null,
  patterns: readonly string[],
  membersByType: ReadonlyMap<string, readonly string[]>,
): string[] => {
  const known = [...membersByType].filter(([type]) => matches(patterns, type)).flatMap(([, names]) => names)
  return Object.keys(filter ?? {}).filter((member) => !known.includes(member))
}
