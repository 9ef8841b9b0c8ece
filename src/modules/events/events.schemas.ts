import { z } from 'zod'
import { type FilterSpec, filterBy, filterShape, filtersOf, listQuery } from '#src/http/list.ts'
import { pageSchema } from '#src/http/schemas.ts'
import { eventMessageSchema } from '#src/platform/events/event-message.ts'
import type { EventType } from './event-types.ts'

export const eventPage = pageSchema(eventMessageSchema, 'EventPage')

export const eventListQuery = (types: readonly EventType[]) =>
  listQuery({
    sorts: ['sequence'],
    defaultSort: 'sequence',
    filters: {
      ...subjects(types),
      sequence: place,
      occurred_at: filterBy.time(),
    },
    item: eventMessageSchema,
  })

/** What an event may be chosen by, whenever it was. */
const subjects = (types: readonly EventType[]): Record<string, FilterSpec> => ({
  type: filterBy.words(words(types.map(({ type }) => type))),
  resource: filterBy.words(words(types.map(({ resource }) => resource))),
  resource_id: filterBy.id(),
})

export function eventStreamQuery(types: readonly EventType[]) {
  const filters = subjects(types)
  const after = z.coerce
    .number()
    .int()
    .min(0)
    .max(999_999_999_999_999)
    .optional()
    .describe('A `sequence`: begin after it instead of now. `Last-Event-ID` goes before it')
  return z.strictObject({ after, ...filterShape(filters) }).transform(({ after, ...query }) => ({
    after,
    filters: filtersOf(query, filters),
  }))
}

const place: FilterSpec = { value: z.coerce.number().int().min(0), ops: ['gt', 'gte', 'lt', 'lte'] }

function words(values: string[]): [string, ...string[]] {
  const [first, ...rest] = new Set(values)
  if (first === undefined) throw new Error('there are no event types')
  return [first, ...rest]
}

const jsonObject = z.record(z.string(), z.unknown())

export const eventTypeParams = z.object({ type: z.string().max(100) })

export const eventTypeSchema = z
  .object({
    type: z.string(),
    resource: z.string().describe('The noun whose id is `resource_id`'),
    description: z.string(),
    schema: jsonObject.describe('JSON Schema (draft 2020-12) of `data`'),
    example: jsonObject.describe('A value of `data`'),
  })
  .meta({ id: 'EventType' })

export const eventTypePage = pageSchema(eventTypeSchema, 'EventTypePage')
