import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { AuditScope, SampleGroup } from './audit-result.ts'

type Counted = [
  sex: SampleGroup['sex'],
  race: SampleGroup['race_ethnicity'],
  score: number | null,
  selected: boolean,
  applicants: number,
]

const sampleStatement = written<{ counted: Counted[] }>(
  'select app.impact_sample($1::uuid, $2::timestamptz, $3::timestamptz, $4::text, $5::uuid[], $6::text)::text',
  ['tenantId', 'from', 'to', 'department', 'jobs', 'version'],
  { counted: JSON.parse },
)

/** How many applicants of which sex and race had which outcome: the only way answers leave their table. */
export async function readSample(tx: TenantTx, scope: AuditScope): Promise<SampleGroup[]> {
  const { from, to, department, job_ids: jobs, scoring_version: version } = scope
  const args = { from, to, department, jobs: jobs && arrayLiteral(jobs), version }
  const { counted = [] } = (await tx.first(sampleStatement, args)) ?? {}
  return counted.map(([sex, race_ethnicity, score, selected, applicants]) => ({
    sex,
    race_ethnicity,
    score,
    selected,
    applicants,
  }))
}

const knownJobsStatement = written<{ known: number }>(
  'select count(*)::int from jobs where tenant_id = $1::uuid and id = any($2::uuid[]) and deleted_at is null',
  ['tenantId', 'ids'],
  { known: Number },
)

export const countJobs = async (tx: TenantTx, ids: string[]): Promise<number> =>
  (await tx.first(knownJobsStatement, { ids: arrayLiteral(ids) }))?.known ?? 0
