export { type ImpactRow, impactTable } from './impact-table.ts'
export { type Cell, type Ll144Tables, ll144Tables, RACES, type Scored, SEXES, scoringCells } from './ll144.ts'
export { fisherExact, standardDeviations } from './significance.ts'
