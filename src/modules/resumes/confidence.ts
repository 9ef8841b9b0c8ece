import type { Provenance } from './parser/types.ts'

export interface Confidence {
  mean: number
  least: { pointer: string; confidence: number }[]
}

const LEAST = 10

/** How sure a parse is as a whole, and of what the least; null where nothing was found. */
export function confidenceOf(provenance: Provenance): Confidence | null {
  const found = Object.entries(provenance).map(([pointer, { confidence }]) => ({ pointer, confidence }))
  if (found.length === 0) return null
  const sum = found.reduce((total, { confidence }) => total + confidence, 0)
  const least = found.toSorted((a, b) => a.confidence - b.confidence || (a.pointer < b.pointer ? -1 : 1))
  return { mean: Math.round((sum / found.length) * 100) / 100, least: least.slice(0, LEAST) }
}
