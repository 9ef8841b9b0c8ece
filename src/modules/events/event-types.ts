import { z } from 'zod'
import { simplify } from '#src/http/json-schema.ts'
import type { JsonSchema } from '#src/http/json-schema-refs.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'
import { exampleOf } from './example.ts'

export interface EventType {
  type: string
  resource: string
  description: string
  schema: JsonSchema
  example: Record<string, unknown>
}

/** What there is to subscribe to, in alphabetical order. */
export const eventTypesOf = (definitions: readonly EventDefinition[]): EventType[] =>
  definitions.map(eventTypeOf).sort((a, b) => (a.type < b.type ? -1 : 1))

function eventTypeOf({ type, resource, description, payload }: EventDefinition): EventType {
  const schema: JsonSchema = z.toJSONSchema(payload, {
    unrepresentable: 'any',
    override: ({ jsonSchema }) => simplify(jsonSchema as JsonSchema),
  })
  return { type, resource, description, schema, example: exampleOf(schema) as Record<string, unknown> }
}
