import type pg from 'pg'
import type { Sent } from '#test/db/wire.ts'

export interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  Plans?: PlanNode[]
}

/** The one plan that the server keeps for a statement, in the scope of a tenant. */
export async function genericPlan(
  client: pg.ClientBase,
  { text, values }: Pick<Sent, 'text' | 'values'>,
  scope: Record<string, string>,
): Promise<PlanNode> {
  await client.query('begin read only')
  try {
    for (const [name, value] of Object.entries(scope)) await client.query(`set local ${name} to '${value}'`)
    await client.query('set local plan_cache_mode to force_generic_plan')
    await client.query(`prepare explained as ${text}`)
    const args = values.length > 0 ? `(${values.map(literal).join(', ')})` : ''
    const { rows } = await client.query(`explain (format json) execute explained${args}`)
    return rows[0]['QUERY PLAN'][0].Plan
  } finally {
    await client.query('deallocate all')
    await client.query('rollback')
  }
}

const literal = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  const text = value instanceof Date ? value.toISOString() : String(value)
  return `'${text.replaceAll("'", "''")}'`
}

/** The tables that a plan reads from end to end. */
export const scannedWhole = (node: PlanNode): string[] => [
  ...(node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : []),
  ...(node.Plans ?? []).flatMap(scannedWhole),
]
