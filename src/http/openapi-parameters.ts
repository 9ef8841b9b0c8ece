import { z } from 'zod'
import type { JsonSchema } from './json-schema-refs.ts'
import { type ContractSchemas, membersOf } from './openapi-schemas.ts'
import type { Route } from './route.ts'

export function pathParametersOf(route: Route, schemas: ContractSchemas): JsonSchema[] {
  const { properties } = membersOf(route.params ? schemas.resolve(schemas.sent(route.params)) : {})
  return pathNames(route.url).map((name) =>
    parameter('path', name, properties[name] ?? { type: 'string' }, { required: true }),
  )
}

export function queryParametersOf(route: Route, schemas: ContractSchemas): JsonSchema[] {
  if (!route.query) return []
  const query = beforeTransforms(route.query)
  const sent = membersOf(schemas.resolve(schemas.sent(query)))
  const read = membersOf(schemas.resolve(schemas.received(query)))
  return Object.entries(sent.properties).map(([name, schema]) => {
    const list = read.properties[name]
    const required = sent.required.includes(name)
    // Text that is read as an array is a comma-separated list, for which OpenAPI has words of its own.
    if (schema.type === 'string' && list?.type === 'array') {
      return parameter('query', name, list, { required, style: 'form', explode: false })
    }
    return parameter('query', name, schema, { required })
  })
}

const pathNames = (url: string) => [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)

/** Headers with a meaning of ours. Which of them a route takes follows from its method and its answer. */
export const SHARED_PARAMETERS: Record<'IfMatch' | 'IdempotencyKey' | 'Prefer' | 'LastEventId', JsonSchema> =
  {
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      description: 'The `ETag` the change is based on; 412 when the resource has changed since.',
      schema: { type: 'string', maxLength: 100 },
      example: '"3"',
    },
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'The same key with the same request has its effect once, and the same answer for 24 hours.',
      schema: { type: 'string', minLength: 1, maxLength: 257 },
      example: '9f3c1b1e-6d0b-4a1f-8f55-0f2f0c1f8f10',
    },
    Prefer: {
      name: 'Prefer',
      in: 'header',
      description:
        '`dry-run` answers what would happen, and the events that would leave, and does none of it.',
      schema: { type: 'string', maxLength: 200 },
      example: 'dry-run',
    },
    LastEventId: {
      name: 'Last-Event-ID',
      in: 'header',
      description: 'The id of the last message that was received: the stream goes on after it.',
      schema: { type: 'string', maxLength: 15 },
      example: '42',
    },
  }

export const refersTo = (name: keyof typeof SHARED_PARAMETERS): JsonSchema => ({
  $ref: `#/components/parameters/${name}`,
})

/** What a client writes: the first schema of a chain of transformations. */
function beforeTransforms(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodPipe ? beforeTransforms(schema.in as z.ZodType) : schema
}

function parameter(
  place: 'path' | 'query',
  name: string,
  { description, ...schema }: JsonSchema,
  how: object,
): JsonSchema {
  return { name, in: place, ...(description !== undefined && { description }), ...how, schema }
}
