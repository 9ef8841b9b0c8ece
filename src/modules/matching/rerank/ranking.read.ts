import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { Factor, ScoredComponent } from '#src/modules/scoring/score.ts'

/** A stored match, as far as its place among the best and the reasons for it go. */
export interface RankedMatch {
  id: string
  candidateId: string
  resumeId: string
  /** Hundredths. */
  score: number
  components: ScoredComponent[]
  factors: Factor[]
  inputsHash: string
}

const text = (value: string) => value

const topStatement = written<RankedMatch>(
  `select m.id, m.candidate_id, m.resume_id, m.score, m.components, m.factors, m.inputs_hash
   from matches m
   where m.tenant_id = $1::uuid and m.job_id = $2::uuid
     and (select c.deleted_at is null from candidates c where c.tenant_id = $1::uuid and c.id = m.candidate_id)
   order by m.score desc, m.candidate_id limit $3`,
  ['tenantId', 'jobId', 'limit'],
  {
    id: text,
    candidateId: text,
    resumeId: text,
    score: Number,
    components: JSON.parse,
    factors: JSON.parse,
    inputsHash: text,
  },
)

/** The best matches of a job, best first, as its list of matches has them. */
export const listBest = (tx: TenantTx, jobId: string, limit: number): Promise<RankedMatch[]> =>
  tx.all(topStatement, { jobId, limit })
