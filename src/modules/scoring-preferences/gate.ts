import type { Weights } from '#src/modules/scoring/weights.ts'

/** What came of holding weights against pairs of candidates that differ in nothing that may count. */
export interface GateResult {
  passed: boolean
  /** How many pairs were scored. */
  pairs: number
  /** The widest difference within a pair, in hundredths of a score. */
  worst_hundredths: number
  failures: readonly object[]
}

/** Weights that do not pass are not activated but by an override, which is recorded. */
export type CounterfactualGate = (weights: Weights) => GateResult
