import type { z } from 'zod'
import { inputSchemaOf } from '#test/tenancy/examples.ts'

type Schema = ReturnType<typeof inputSchemaOf>
type Path = readonly (string | number)[]

/** A place in a body that takes a value. */
export interface Field {
  path: Path
  takesText: boolean
}

/** Deeper than any body of ours is. */
const MAX_DEPTH = 6

/** Every place of a body, optional ones and those of list items included. */
export function fieldsOf(schema: z.ZodType): Field[] {
  const root = inputSchemaOf(schema)
  const definitions = root.$defs ?? {}
  const found = new Map<string, Field>()
  const walk = (part: Schema, path: Path): void => {
    if (path.length > MAX_DEPTH) return
    for (const form of formsOf(part, definitions)) {
      if (path.length > 0) {
        const key = JSON.stringify(path)
        const takesText = form.type === 'string' || (found.get(key)?.takesText ?? false)
        found.set(key, { path, takesText })
      }
      for (const [name, member] of Object.entries(form.properties ?? {})) walk(member, [...path, name])
      if (form.items) walk(form.items, [...path, 0])
    }
  }
  walk(root, [])
  return [...found.values()]
}

/** A schema with its references and alternatives resolved. */
function formsOf(part: Schema, definitions: Record<string, Schema>): Schema[] {
  const { $ref, anyOf, oneOf, allOf } = part
  const target = $ref ? definitions[$ref.slice('#/$defs/'.length)] : undefined
  const others = target ? [target] : [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])]
  return others.length === 0 ? [part] : others.flatMap((other) => formsOf(other, definitions))
}

/** A copy of `body` with another value at one place, whose parents are made where they are missing. */
export function withValue(body: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value
  if (typeof step === 'number') {
    const list = Array.isArray(body) ? [...body] : []
    list[step] = withValue(list[step], rest, value)
    return list
  }
  const record = body !== null && typeof body === 'object' && !Array.isArray(body) ? body : {}
  return { ...record, [step]: withValue((record as Record<string, unknown>)[step], rest, value) }
}
