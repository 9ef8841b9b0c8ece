import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

/** How often a candidate was among those chosen from, and among those chosen. */
interface Appearance {
  candidateId: string
  people: number
  selected: number
}

interface GroupCount {
  attribute: string
  group: string
  people: number
  selected: number
}

type Counted = [attribute: string, group: string, people: number, selected: number]

const countStatement = written<{ counted: Counted[] }>(
  'select app.count_groups($1::uuid, $2::uuid[], $3::integer[], $4::integer[])::text',
  ['tenantId', 'candidates', 'people', 'selected'],
  { counted: JSON.parse },
)

/** Sums up appearances by what candidates say they are: counts come out, and nobody's answer. */
export async function countGroups(tx: TenantTx, appearances: readonly Appearance[]): Promise<GroupCount[]> {
  const column = (of: (appearance: Appearance) => unknown) => arrayLiteral(appearances.map(of))
  const args = {
    candidates: column(({ candidateId }) => candidateId),
    people: column(({ people }) => people),
    selected: column(({ selected }) => selected),
  }
  const { counted = [] } = (await tx.first(countStatement, args)) ?? {}
  return counted.map(([attribute, group, people, selected]) => ({ attribute, group, people, selected }))
}
