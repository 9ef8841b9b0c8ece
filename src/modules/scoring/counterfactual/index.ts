export { counterfactualGate, type GateReport, gateOf, type Scorer } from './gate.ts'
export { PAIR_KINDS, type PairKind } from './pairs.ts'
