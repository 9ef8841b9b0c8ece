export type { ImpactRow } from './impact-table.ts'
export { type Ll144Tables, ll144Tables, type Scored, scoringCells } from './ll144.ts'
export { groupsToHide, keyOf, SMALLEST_SHOWN } from './suppress.ts'
