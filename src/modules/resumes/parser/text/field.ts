import type { Provenance, Span } from '#src/modules/resumes/parser/types.ts'
import { type Slice, sliceSpan } from './slice.ts'

/** A found value with where it was found and how sure that is. */
export class Field<T> {
  readonly value: T
  readonly confidence: number
  readonly span: Span | null

  constructor(value: T, confidence: number, span: Span | null) {
    this.value = value
    this.confidence = confidence
    this.span = span
  }
}

export const fieldOf = (slice: Slice, confidence: number): Field<string> =>
  new Field(slice.text, confidence, sliceSpan(slice))

/** The type `T` with values that may still be fields. */
export type Tracked<T> = T extends string | number | boolean | null
  ? T | Field<T>
  : T extends Array<infer Item>
    ? Array<Tracked<Item>>
    : T extends object
      ? { [Key in keyof T]: Tracked<T[Key]> }
      : T

/** Takes the values out of their fields and notes where each came from, by JSON Pointer. */
export function untrack<T>(tree: Tracked<T>, provenance: Provenance, pointer = ''): T {
  return plain(tree, provenance, pointer) as T
}

function plain(tree: unknown, provenance: Provenance, pointer: string): unknown {
  if (tree instanceof Field) {
    provenance[pointer] = { confidence: tree.confidence, span: tree.span }
    return tree.value
  }
  if (Array.isArray(tree)) return tree.map((item, i) => plain(item, provenance, `${pointer}/${i}`))
  if (tree === null || typeof tree !== 'object') return tree
  const entries = Object.entries(tree).map(([key, value]) => [
    key,
    plain(value, provenance, `${pointer}/${key}`),
  ])
  return Object.fromEntries(entries)
}
