export { counterfactualGate, type GateReport, gateOf } from './gate.ts'
export { PAIR_KINDS } from './pairs.ts'
