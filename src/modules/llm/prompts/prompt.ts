import type { JSONSchema7 } from 'ai'
import { z } from 'zod'
import { canonicalJson } from '#src/lib/canonical-json.ts'
import { sha256 } from '../hash.ts'

/**
 * A prompt, in a file of its own with its version in the name. What was sent must be found again by id and version, so a
 * version that was released is never edited: a test holds it to its hash.
 */
export interface Prompt<Input, Value> {
  readonly id: string
  readonly version: number
  /** Of all that is the same in every call: changes with a comma. */
  readonly hash: string
  readonly schema: z.ZodType<Value>
  readonly jsonSchema: JSONSchema7
  readonly instructions: string
  render(input: Input): string
}

interface Definition<Name extends string, Value> {
  id: string
  version: number
  schema: z.ZodType<Value>
  instructions: string
  /** What changes from call to call stands in it as `{{name}}`. */
  template: string
  names: readonly Name[]
}

/** @throws Error for a template whose places are not the names */
export function definePrompt<const Name extends string, Value>(
  definition: Definition<Name, Value>,
): Prompt<Record<Name, string>, Value> {
  const { id, version, schema, instructions, template, names } = definition
  const places = [...new Set([...template.matchAll(PLACE)].map(([, name]) => name))]
  if (places.sort().join() !== names.toSorted().join())
    throw new Error(`the template of ${id} has other places than ${names.join(', ') || 'none'}`)
  const jsonSchema = z.toJSONSchema(schema, { target: 'draft-7' }) as JSONSchema7
  const fixed = canonicalJson({ id, version, instructions, template, jsonSchema })
  return {
    id,
    version,
    schema,
    jsonSchema,
    instructions,
    hash: sha256(fixed),
    // In one pass: what is filled in is never looked at for places.
    render: (input) => template.replace(PLACE, (_, name: Name) => input[name]),
  }
}

const PLACE = /\{\{(\w+)\}\}/g
