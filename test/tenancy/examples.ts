import { z } from 'zod'
import { newId } from '#src/lib/ids.ts'

/** What of a JSON Schema the generator reads. */
interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  format?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  minLength?: number
  minimum?: number
}

/** What a client may send, as JSON Schema. */
export function inputSchemaOf(schema: z.ZodType): Schema {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema
  const { $ref, $defs = {} } = root
  return $ref ? { ...definitionOf($ref, $defs), $defs } : root
}

/** The names of its members, whichever of its forms has them. */
export const membersOf = ({ properties = {}, oneOf = [] }: Schema): string[] => [
  ...new Set([...Object.keys(properties), ...oneOf.flatMap(membersOf)]),
]

/** The smallest thing that a schema takes; it knows no patterns, so those need a fixture. */
export function exampleOf(schema: z.ZodType): unknown {
  const root = inputSchemaOf(schema)
  return example(root, root.$defs ?? {})
}

const definitionOf = ($ref: string, definitions: Record<string, Schema>) =>
  definitions[$ref.slice('#/$defs/'.length)]

function example(schema: Schema, definitions: Record<string, Schema>): unknown {
  const { $ref, anyOf, oneOf, allOf } = schema
  const other = $ref ? definitionOf($ref, definitions) : (anyOf ?? oneOf ?? allOf)?.[0]
  if (other) return example(other, definitions)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, example(schema.properties?.[name] ?? {}, definitions)]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => example(schema.items ?? {}, definitions))
    case 'string':
      return text(schema)
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1)
    case 'boolean':
      return false
    default:
      return null
  }
}

const FORMATS: Record<string, () => string> = {
  uuid: newId,
  email: () => `${newId()}@example.com`,
  uri: () => 'https://example.com/',
  'date-time': () => '2026-01-02T03:04:05Z',
}

const text = ({ format, minLength }: Schema): string =>
  FORMATS[format ?? '']?.() ?? 'x'.repeat(Math.max(minLength ?? 1, 1))
