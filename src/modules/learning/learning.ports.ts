import type { TenantTx } from '#src/db/tx.ts'
import type { Weights } from '#src/modules/scoring/weights.ts'
import type { CounterfactualResult } from './gates/gates.ts'
import type { GroupCount } from './gates/impact.ts'

export type CounterfactualGate = (weights: Weights) => CounterfactualResult

/** How often somebody was among those chosen from, and among those chosen. */
export interface Appearance {
  candidateId: string
  people: number
  selected: number
}

/** Sums up appearances by the groups that candidates say they are of: counts go out, and nobody's answer. */
export type CountGroups = (tx: TenantTx, appearances: readonly Appearance[]) => Promise<GroupCount[]>

/** What learning is told by others. */
export interface LearningPorts {
  counterfactual: CounterfactualGate
  countGroups: CountGroups
}
