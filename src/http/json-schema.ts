import { z } from 'zod'
import { type JsonSchema, mapRefs, referenced } from './json-schema-refs.ts'

/**
 * Turns zod schemas into JSON Schema once, for two readers: the compiled serializer and the OpenAPI document. Schemas
 * with a `meta({ id })` become named components that both refer to.
 */
export class SchemaBook {
  readonly #components = new Map<string, JsonSchema>()

  /** JSON Schema with `$ref: '#/components/schemas/<id>'`. `io`: what a client sends, or what it receives. */
  add(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const {
      $schema: _,
      $defs = {},
      ...root
    } = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      override: ({ jsonSchema }) => simplify(jsonSchema as JsonSchema),
    }) as JsonSchema & { $defs?: Record<string, JsonSchema> }
    for (const [id, component] of Object.entries($defs)) this.#name(id, mapRefs(component, toComponents))
    return mapRefs(root, toComponents)
  }

  /**
   * A schema with the components it refers to, and no others: the serializer of every route checks all that it is
   * given, which by a shared pool of components were two seconds of each start.
   */
  whole(schema: JsonSchema): JsonSchema {
    return { ...schema, components: referenced({ schemas: Object.fromEntries(this.#components) }, [schema]) }
  }

  get components(): ReadonlyMap<string, JsonSchema> {
    return this.#components
  }

  #name(id: string, component: JsonSchema): void {
    const known = this.#components.get(id)
    if (known && JSON.stringify(known) !== JSON.stringify(component)) {
      throw new Error(`two different schemas are called ${id}`)
    }
    this.#components.set(id, component)
  }
}

const toComponents = (ref: string) => ref.replace('#/$defs/', '#/components/schemas/')

/**
 * Drops what is noise to a client (the long patterns of zod's formats, the bounds of a safe integer) and writes
 * "or null" as a type where it can: the serializer then needs no validation to choose a branch.
 */
export function simplify(schema: JsonSchema): void {
  // First, because the branches may not have been simplified yet.
  mergeNull(schema)
  if (schema.format) delete schema.pattern
  delete schema.id
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
}

function mergeNull(schema: JsonSchema): void {
  const branches = schema.anyOf
  if (!Array.isArray(branches) || branches.length !== 2) return
  const [value, none] = branches as [JsonSchema, JsonSchema]
  if (none.type !== 'null' || typeof value.type !== 'string') return
  delete schema.anyOf
  Object.assign(schema, value, { type: [value.type, 'null'] })
  if (Array.isArray(schema.enum)) schema.enum = [...schema.enum, null]
}
