import { sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { explorationLog as log } from '#src/db/schema/learning.ts'
import { query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { ScoredComponent } from '#src/modules/scoring/score.ts'

const text = (value: string) => value

/** A stored match, as far as its place in an order goes. */
export interface RankedMatch {
  id: string
  candidateId: string
  /** Hundredths. */
  score: number
  components: ScoredComponent[]
}

const topStatement = written<RankedMatch>(
  `select m.id, m.candidate_id, m.score, m.components
   from matches m
   where m.tenant_id = $1::uuid and m.job_id = $2::uuid
     and (select c.deleted_at is null from candidates c where c.tenant_id = $1::uuid and c.id = m.candidate_id)
   order by m.score desc, m.candidate_id limit $3`,
  ['tenantId', 'jobId', 'limit'],
  { id: text, candidateId: text, score: Number, components: JSON.parse },
)

/** The best matches of a job, best first. */
export const listTop = (tx: TenantTx, jobId: string, limit: number): Promise<RankedMatch[]> =>
  tx.all(topStatement, { jobId, limit })

export type LogRow = Omit<typeof log.$inferSelect, 'tenantId'>

/** Once a list and place, however often it is shown. */
export function logShown(tx: TenantTx, rows: LogRow[]): void {
  if (rows.length === 0) return
  const values = rows.map((row) => ({ ...row, tenantId: tx.tenantId }))
  tx.defer(
    query
      .insert(log)
      .values(values)
      .onConflictDoNothing({ target: [log.tenantId, log.listId, log.rank] }),
  )
}

export const listLog = defineList<LogRow>({
  from: log,
  select: {
    id: log.id,
    listId: log.listId,
    jobId: log.jobId,
    candidateId: log.candidateId,
    modelId: log.modelId,
    policy: log.policy,
    epsilon: log.epsilon,
    band: log.band,
    rank: log.rank,
    baseRank: log.baseRank,
    propensity: log.propensity,
    score: log.score,
    features: log.features,
    worth: log.worth,
    shownAt: log.shownAt,
  },
  sorts: { shown_at: { column: log.shownAt, value: (row) => row.shownAt } },
  filters: {
    job_id: log.jobId,
    candidate_id: log.candidateId,
    list_id: log.listId,
    policy: log.policy,
    updated_at: log.shownAt,
  },
  where: sql`(
    select c.deleted_at is null from candidates c
    where c.tenant_id = ${log.tenantId} and c.id = ${log.candidateId})`,
})
