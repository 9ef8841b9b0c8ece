import type { TenantTx } from '#src/db/tx.ts'
import type { CounterfactualGate } from '#src/modules/scoring-preferences/index.ts'
import type { EmitContext } from '#src/platform/events/events.ts'
import type { GroupCount } from './gates/impact.ts'

/** How often somebody was among those chosen from, and among those chosen. */
export interface Appearance {
  candidateId: string
  people: number
  selected: number
}

/** Sums up appearances by the groups that candidates say they are of: counts go out, and nobody's answer. */
export type CountGroups = (tx: TenantTx, appearances: readonly Appearance[]) => Promise<GroupCount[]>

/** What learning is told by others, and what it tells them. */
export interface LearningPorts {
  counterfactual: CounterfactualGate
  countGroups: CountGroups
  /** Writes down that groups were counted for a version. */
  noteCount(tx: TenantTx, ctx: EmitContext, modelId: string): void
}
