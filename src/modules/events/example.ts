import type { JsonSchema } from '#src/http/json-schema-refs.ts'

/** A value that a JSON Schema of ours allows, always the same one: optional members are there, null is avoided. */
export function exampleOf(schema: JsonSchema, root: JsonSchema = schema): unknown {
  const example = (part: unknown) => exampleOf(part as JsonSchema, root)
  if (typeof schema.$ref === 'string') return example(definitionOf(schema.$ref, root))
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const branches = schema.anyOf ?? schema.oneOf
  if (Array.isArray(branches)) return example(branches[0])
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, member]) => [name, example(member)]),
      )
    case 'array':
      return schema.items && schema.maxItems !== 0 ? [example(schema.items)] : []
    case 'string':
      return exampleText(schema)
    case 'integer':
    case 'number':
      return Number(schema.minimum ?? 1)
    case 'boolean':
      return true
    default:
      return null
  }
}

const definitionOf = (ref: string, root: JsonSchema): unknown =>
  (root.$defs as JsonSchema | undefined)?.[ref.slice('#/$defs/'.length)]

const BY_FORMAT: Record<string, string> = {
  uuid: '0190a000-0000-7000-8000-000000000001',
  'date-time': '2026-01-02T03:04:05.678Z',
  date: '2026-01-02',
  email: 'ada@example.com',
  uri: 'https://example.com/',
}

const exampleText = ({ format, minLength }: JsonSchema): string =>
  BY_FORMAT[String(format)] ?? 'text'.padEnd(Number(minLength ?? 0), ' text')
