import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { Factor } from '#src/modules/scoring/score.ts'

/** How many matches of a job meet, or do not meet, a requirement in one way. */
export interface RequirementCount
  extends Pick<Factor, 'component' | 'requirement_id' | 'requirement' | 'kind'> {
  /** Of a near miss: what there is instead. */
  instead: string | null
  matches: number
}

// The best ones, so that the work has an end whatever the tenant's size.
const best = `select m.factors from matches m
   where m.tenant_id = $1::uuid and m.job_id = $2::uuid
     and (select c.deleted_at is null from candidates c where c.tenant_id = m.tenant_id and c.id = m.candidate_id)
   order by m.score desc, m.candidate_id limit $3::integer`

const countStatement = written<RequirementCount>(
  `select f.component, f.requirement_id, f.requirement, f.kind,
     case when f.kind = 'near_miss' then f.candidate_value end, count(*)::integer
   from (${best}) b cross join lateral jsonb_to_recordset(b.factors)
     as f(component text, requirement_id text, requirement text, kind text, candidate_value text)
   where f.kind <> 'info'
   group by 1, 2, 3, 4, 5
   order by 6 desc, 1, 2, 4, 5`,
  ['tenantId', 'jobId', 'limit'],
  {
    component: (text) => text as Factor['component'],
    requirement_id: String,
    requirement: String,
    kind: (text) => text as Factor['kind'],
    instead: String,
    matches: Number,
  },
)

export const countRequirements = (tx: TenantTx, jobId: string, limit: number): Promise<RequirementCount[]> =>
  tx.all(countStatement, { jobId, limit })

const totalStatement = written<{ total: number }>(
  `select count(*)::integer from (${best}) b`,
  ['tenantId', 'jobId', 'limit'],
  { total: Number },
)

/** How many matches `countRequirements` looks at. */
export const countMatches = async (tx: TenantTx, jobId: string, limit: number): Promise<number> =>
  (await tx.first(totalStatement, { jobId, limit }))?.total ?? 0
