import type { z } from 'zod'
import { SchemaBook } from './json-schema.ts'
import { type JsonSchema, mapRefs, refsIn } from './json-schema-refs.ts'

const RECEIVED = '#/components/schemas/'
/** Where what clients send is referred to, until `settle` knows whether it has the shape of what they receive. */
const SENT = '#/sent/'

/**
 * The named schemas of the contract. One id may stand for two shapes: what is sent knows defaults as optional, what is
 * received has them. Then the sent one is called `<id>Input`; where both are the same there is one component.
 */
export class ContractSchemas {
  readonly #received = new SchemaBook()
  readonly #sent = new SchemaBook()

  received(schema: z.ZodType): JsonSchema {
    return this.#received.add(schema, 'output')
  }

  sent(schema: z.ZodType): JsonSchema {
    return mapRefs(this.#sent.add(schema, 'input'), (ref) => ref.replace(RECEIVED, SENT))
  }

  /** The schema itself, where a reference to a component was made. */
  resolve(schema: JsonSchema): JsonSchema {
    const ref = schema.$ref
    if (typeof ref !== 'string') return schema
    const id = idOf(ref)
    const component = ref.startsWith(SENT) ? this.#sent.components.get(id) : this.#received.components.get(id)
    if (!component) throw new Error(`${ref} names no component`)
    return component
  }

  /** Points all that was sent to its component. To be called when every schema has been added. */
  settle<T extends object>(part: T): T {
    const different = this.#different()
    return mapRefs(part, (ref) => (ref.startsWith(SENT) ? RECEIVED + nameOf(idOf(ref), different) : ref))
  }

  components(): Record<string, JsonSchema> {
    const different = this.#different()
    const sent = [...this.#sent.components].map(([id, component]) => [
      nameOf(id, different),
      mapRefs(component, (ref) => RECEIVED + nameOf(idOf(ref), different)),
    ])
    return { ...Object.fromEntries(sent), ...Object.fromEntries(this.#received.components) }
  }

  /** Ids whose sent shape is not the received one, or that refer to such an id. */
  #different(): Set<string> {
    const received = this.#received.components
    const different = new Set<string>()
    const isDifferent = (id: string, component: JsonSchema) =>
      JSON.stringify(component) !== JSON.stringify(received.get(id)) ||
      refsIn(component).some((ref) => different.has(idOf(ref)))
    let known: number
    do {
      known = different.size
      for (const [id, component] of this.#sent.components) {
        if (received.has(id) && isDifferent(id, component)) different.add(id)
      }
    } while (different.size > known)
    return different
  }
}

const idOf = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)

const nameOf = (id: string, different: Set<string>) => (different.has(id) ? `${id}Input` : id)

interface Members {
  properties: Record<string, JsonSchema>
  required: string[]
}

/** The members of an object’s schema; none for other schemas. */
export const membersOf = (schema: JsonSchema): Members => ({
  properties: {},
  required: [],
  ...(schema as Partial<Members>),
})
