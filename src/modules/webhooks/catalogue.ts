import { allPatterns } from './event-patterns.ts'
import type { Sample } from './webhooks.events.ts'

/** A type of event as the product describes it. */
export interface EventType {
  type: string
  resource: string
  /** JSON Schema of its payload. */
  schema: { readonly [keyword: string]: unknown }
  /** A payload. */
  example: Record<string, unknown>
}

/** What endpoints may ask for. */
export interface Catalogue {
  types: string[]
  /** The words that the `events` of an endpoint may be. */
  patterns: string[]
  /** By type, the members of its payload. */
  members: ReadonlyMap<string, readonly string[]>
  samples: ReadonlyMap<string, Sample>
}

export function catalogueOf(eventTypes: readonly EventType[]): Catalogue {
  const types = eventTypes.map(({ type }) => type)
  return {
    types,
    patterns: allPatterns(types),
    members: new Map(
      eventTypes.map(({ type, schema }) => [
        type,
        Object.keys((schema.properties as object | undefined) ?? {}),
      ]),
    ),
    samples: new Map(
      eventTypes.map(({ type, resource, example }) => [type, { type, resource, data: example }]),
    ),
  }
}
