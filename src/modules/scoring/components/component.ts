import type { Citation, Span } from '../profiles.ts'

export type FactorKind = 'met' | 'partial' | 'missing' | 'near_miss' | 'info'

/** One requirement held against the candidate, with its part of the component. */
export interface Part {
  requirement_id: string
  requirement: string
  kind: FactorKind
  candidate_value: string | null
  pointer: string | null
  span: Span | null
  /** An integer, relative to the component's other parts. */
  share: number
}

export interface ComponentResult {
  /** Hundredths, 0..10000. */
  score: number
  /** How much of its weight the component is worth for this job, in hundredths; all of it if not said. */
  worth?: number
  parts: Part[]
}

export const FULL = 10_000

/** A component with a single requirement: all of its score is that one part's. */
export function single(
  score: number,
  part: Pick<Part, 'requirement_id' | 'requirement' | 'kind' | 'candidate_value'>,
  citation: Citation | null,
): ComponentResult {
  const { pointer, span } = citation ?? { pointer: null, span: null }
  return { score, parts: [{ ...part, pointer, span, share: score }] }
}
