import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export interface MatchNamed {
  id: string
  jobId: string
  candidateId: string
}

const text = (value: string) => value

const findStatement = written<MatchNamed>(
  `select m.id, m.job_id, m.candidate_id
   from matches m
   join candidates c on c.tenant_id = m.tenant_id and c.id = m.candidate_id and c.deleted_at is null
   join jobs j on j.tenant_id = m.tenant_id and j.id = m.job_id and j.deleted_at is null
   where m.tenant_id = $1::uuid and m.id = $2::uuid
     and ($3::uuid is null or $3::uuid in (j.recruiter_id, j.hiring_manager_id))`,
  ['tenantId', 'id', 'person'],
  { id: text, jobId: text, candidateId: text },
)

/** `person`: only among the matches for jobs that name them. */
export const findMatch = (tx: TenantTx, id: string, person: string | null): Promise<MatchNamed | undefined> =>
  tx.first(findStatement, { id, person })

const pairStatement = written<{ id: string }>(
  'select m.id from matches m where m.tenant_id = $1::uuid and m.job_id = $2::uuid and m.candidate_id = $3::uuid',
  ['tenantId', 'jobId', 'candidateId'],
  { id: text },
)

/** Undefined where the pair is not scored any more. */
export const findMatchOf = async (
  tx: TenantTx,
  pair: { jobId: string; candidateId: string },
): Promise<string | undefined> => (await tx.first(pairStatement, pair))?.id
