import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { Score } from '#src/modules/scoring/score.ts'

/** A score with the versions of what it was made from. */
export interface NewMatch {
  jobId: string
  jobVersion: number
  candidateId: string
  profileRevision: number
  /** Null: with the default weights. */
  preferencesId: string | null
  score: Score
  inputsHash: string
}

const text = (value: string) => value

// Not stored: what was made from a job, profile or preferences that have changed since, since whoever changed them scores
// again. Rows are taken in one order, so that two such statements do not wait for each other.
const saveStatement = written(
  `insert into matches (tenant_id, id, job_id, candidate_id, resume_id, score, components, factors, scoring_version,
     inputs_hash, preferences_id, job_version, profile_revision, flags, reviewed_score, scored_at, created_at, updated_at)
   select p.tenant_id, v.id, v.job_id, v.candidate_id, p.resume_id, v.score, v.components, v.factors, v.scoring_version,
     v.inputs_hash, v.preferences_id, v.job_version, v.revision, p.flags,
     coalesce((
       select case when r.outcome = 'overridden' then r.score end from human_reviews r
       where r.tenant_id = $1::uuid and r.job_id = v.job_id and r.candidate_id = v.candidate_id
       order by r.occurred_at desc, r.id desc limit 1), v.score),
     $12::timestamptz, $12::timestamptz, $12::timestamptz
   from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::uuid[], $6::integer[], $7::integer[], $8::jsonb[], $9::jsonb[],
     $10::text[], $11::text[], $13::uuid[])
     as v(id, job_id, job_version, candidate_id, revision, score, components, factors, scoring_version, inputs_hash,
       preferences_id)
   join jobs j on j.tenant_id = $1::uuid and j.id = v.job_id and j.version = v.job_version and j.deleted_at is null
   join candidate_profiles p on p.tenant_id = $1::uuid and p.candidate_id = v.candidate_id and p.revision = v.revision
   where (select c.deleted_at is null from candidates c where c.tenant_id = $1::uuid and c.id = v.candidate_id)
     and v.preferences_id is not distinct from coalesce(
       (select s.id from scoring_preferences s
        where s.tenant_id = $1::uuid and s.client_id = j.client_id and s.state = 'active'),
       (select s.id from scoring_preferences s
        where s.tenant_id = $1::uuid and s.client_id is null and s.state = 'active'))
   order by v.job_id, v.candidate_id
   on conflict (tenant_id, job_id, candidate_id) do update set
     resume_id = excluded.resume_id, score = excluded.score, components = excluded.components,
     factors = excluded.factors, scoring_version = excluded.scoring_version, inputs_hash = excluded.inputs_hash,
     preferences_id = excluded.preferences_id, job_version = excluded.job_version,
     profile_revision = excluded.profile_revision, reviewed_score = excluded.reviewed_score,
     flags = excluded.flags, scored_at = excluded.scored_at, updated_at = excluded.updated_at`,
  [
    'tenantId',
    'ids',
    'jobIds',
    'jobVersions',
    'candidateIds',
    'revisions',
    'scores',
    'components',
    'factors',
    'versions',
    'hashes',
    'now',
    'preferencesIds',
  ],
  {},
)

/** Writes matches, keeping the ids of those that are there; answers how many it wrote. */
export function saveMatches(tx: TenantTx, rows: NewMatch[]): Promise<number> {
  const column = (value: (row: NewMatch) => unknown) => arrayLiteral(rows.map(value))
  return tx.run(saveStatement, {
    ids: column(newId),
    jobIds: column((row) => row.jobId),
    jobVersions: column((row) => row.jobVersion),
    candidateIds: column((row) => row.candidateId),
    revisions: column((row) => row.profileRevision),
    scores: column((row) => row.score.score),
    components: column((row) => JSON.stringify(row.score.components)),
    factors: column((row) => JSON.stringify(row.score.factors)),
    versions: column((row) => row.score.version),
    hashes: column((row) => row.inputsHash),
    now: tx.now,
    preferencesIds: column((row) => row.preferencesId),
  })
}

export interface KnownMatch {
  jobId: string
  candidateId: string
  inputsHash: string
}

const knownStatement = written<KnownMatch>(
  `select m.job_id, m.candidate_id, m.inputs_hash
   from matches m
   join candidate_profiles p on p.tenant_id = $1::uuid and p.candidate_id = m.candidate_id
     and p.resume_id = m.resume_id and p.flags = m.flags
   where m.tenant_id = $1::uuid and m.job_id = any($2::uuid[]) and m.candidate_id = any($3::uuid[])
     and (select c.deleted_at is null from candidates c where c.tenant_id = $1::uuid and c.id = m.candidate_id)`,
  ['tenantId', 'jobIds', 'candidateIds'],
  { jobId: text, candidateId: text, inputsHash: text },
)

/** What the stored matches of these jobs and candidates were made from; without those whose resume or flags changed. */
export const listKnownMatches = (
  tx: TenantTx,
  jobIds: string[],
  candidateIds: string[],
): Promise<KnownMatch[]> =>
  tx.all(knownStatement, { jobIds: arrayLiteral(jobIds), candidateIds: arrayLiteral(candidateIds) })

const removeStatement = written(
  `delete from matches m
   where m.tenant_id = $1::uuid and m.job_id = $2::uuid and (
     (select c.deleted_at is not null from candidates c where c.tenant_id = $1::uuid and c.id = m.candidate_id)
     or not exists (select 1 from candidate_profiles p where p.tenant_id = $1::uuid and p.candidate_id = m.candidate_id))`,
  ['tenantId', 'jobId'],
  {},
)

/** Removes the matches of candidates who are deleted or without a resume; answers how many. */
export const removeStaleMatches = (tx: TenantTx, jobId: string): Promise<number> =>
  tx.run(removeStatement, { jobId })

const topStatement = written<{ id: string }>(
  `select m.id from matches m
   where m.tenant_id = $1::uuid and m.job_id = $2::uuid
     and (select c.deleted_at is null from candidates c where c.tenant_id = $1::uuid and c.id = m.candidate_id)
   order by m.score desc, m.candidate_id limit $3`,
  ['tenantId', 'jobId', 'limit'],
  { id: text },
)

/** The ids of the best matches of a job, best first. */
export const listTopIds = async (tx: TenantTx, jobId: string, limit: number): Promise<string[]> =>
  (await tx.all(topStatement, { jobId, limit })).map((row) => row.id)
