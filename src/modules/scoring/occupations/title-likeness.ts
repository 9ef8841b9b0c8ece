import { LRUCache } from 'lru-cache'
import { likenessOf } from './likeness.ts'
import { ONCE } from './terms.ts'

/** The occupations a title stands for that are more than nothing, by index. */
type Work = ReadonlyArray<readonly [occupation: number, likeness: number]>

const MAX_TITLE = 200
/** Below it a title only shares general words with an occupation. */
const NOTICED = 0.05
/** A job's title is compared with thousands of candidates, and theirs repeat. */
const cache = new LRUCache<string, Work>({ max: 10_000 })

/** 0..1: how much two titles stand for the same occupations; 0 where one stands for none that is known. */
export function likenessOfTitles(a: string, b: string): number {
  const ofB = new Map(workOf(b))
  let sum = 0
  for (const [occupation, likeness] of workOf(a)) sum += likeness * (ofB.get(occupation) ?? 0)
  return Math.min(1, sum)
}

function workOf(title: string): Work {
  const known = cache.get(title)
  if (known !== undefined) return known
  const { occupations } = likenessOf([{ text: title.slice(0, MAX_TITLE), weight: ONCE }])
  const work = [...occupations.entries()].filter(([, likeness]) => likeness >= NOTICED)
  cache.set(title, work)
  return work
}
