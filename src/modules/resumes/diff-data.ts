import { isDeepStrictEqual } from 'node:util'
import type { ParsedData } from './parser/types.ts'

export interface Change {
  /** A JSON Pointer into the later data, or into the earlier where it is removed. */
  path: string
  from: unknown
  to: unknown
  kind: 'added' | 'removed' | 'changed'
}

/** What the later data says otherwise than the earlier. Entries of lists are told apart by what they are about, not by their place. */
export const diffData = (from: ParsedData, to: ParsedData): Change[] => [...diff(from, to, '')]

function* diff(from: unknown, to: unknown, path: string): Generator<Change> {
  if (isDeepStrictEqual(from, to)) return
  if (Array.isArray(from) && Array.isArray(to)) yield* diffLists(from, to, path)
  else if (isObject(from) && isObject(to)) {
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
      yield* diff(from[key] ?? null, to[key] ?? null, `${path}/${key}`)
    }
  } else yield { path, from, to, kind: from === null ? 'added' : to === null ? 'removed' : 'changed' }
}

function* diffLists(from: unknown[], to: unknown[], path: string): Generator<Change> {
  const partners = pair(from, to)
  for (const [i, item] of to.entries()) {
    const partner = partners.get(i)
    if (partner === undefined) yield { path: `${path}/${i}`, from: null, to: item, kind: 'added' }
    else yield* diff(from[partner], item, `${path}/${i}`)
  }
  const kept = new Set(partners.values())
  for (const [i, item] of from.entries()) {
    if (!kept.has(i)) yield { path: `${path}/${i}`, from: item, to: null, kind: 'removed' }
  }
}

/** From places in `to` to places in `from`: the same entries first, then the ones that share the most of their names. */
function pair(from: unknown[], to: unknown[]): Map<number, number> {
  const pairs = new Map<number, number>()
  const taken = new Set<number>()
  const settle = (least: number) => {
    for (const [i, item] of to.entries()) {
      if (pairs.has(i)) continue
      const j = from.findIndex((other, at) => !taken.has(at) && likeness(other, item) >= least)
      if (j < 0) continue
      pairs.set(i, j)
      taken.add(j)
    }
  }
  for (const least of [SAME, 2, 1]) settle(least)
  return pairs
}

const SAME = 9
/** What entries are about; two jobs of one title begin at different times. */
const NAMES = [
  'title',
  'company',
  'start_date',
  'institution',
  'degree_raw',
  'graduation_year',
  'language',
  'name',
  'url',
]

function likeness(a: unknown, b: unknown): number {
  if (isDeepStrictEqual(a, b)) return SAME
  if (!isObject(a) || !isObject(b)) return 0
  return NAMES.filter((name) => a[name] !== undefined && a[name] !== null && a[name] === b[name]).length
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
