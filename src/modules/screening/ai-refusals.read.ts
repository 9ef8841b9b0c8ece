import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

// What somebody said last counts. Where no AI was offered, going on without it says nothing.
const refusedStatement = written<{ id: string }>(
  `select said.candidate_id from (
     select distinct on (s.candidate_id) s.candidate_id,
       s.human_requested_at is not null or s.ai_accepted is not true as refused
     from screening_sessions s
     where s.tenant_id = $1::uuid and s.candidate_id = any($2::uuid[])
       and (s.human_requested_at is not null or s.ai_accepted is not null and cardinality(s.ai_providers) > 0)
     order by s.candidate_id, coalesce(s.human_requested_at, s.started_at) desc, s.id desc) said
   where said.refused`,
  ['tenantId', 'ids'],
  { id: String },
)

/** Those of `ids` who declined the use of AI, or asked for a person instead, when they were asked last. */
export async function candidatesRefusingAi(
  tx: TenantTx,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.all(refusedStatement, { ids: arrayLiteral([...ids]) })
  return new Set(rows.map(({ id }) => id))
}
