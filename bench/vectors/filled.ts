import type pg from 'pg'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { VectorModel } from '#src/modules/vectors/vector-store.ts'
import { points } from './points.ts'

export interface VectorTenant {
  id: string
  /** Candidates with a vector. */
  size: number
}

const BATCH = 500

/** Tenants whose rows lie between each other's, as if they had come at the same time. */
export async function fillVectors(
  admin: pg.Client,
  model: VectorModel,
  sizes: readonly { tenants: number; size: number }[],
): Promise<VectorTenant[]> {
  const tenants = sizes.flatMap(({ tenants: count, size }) =>
    Array.from({ length: count }, () => ({ id: newId(), size })),
  )
  const total = tenants.reduce((sum, { size }) => sum + size, 0)
  const owners = interleaved(tenants, total)
  const next = points(model.dimensions, 2)
  for (let at = 0; at < total; at += BATCH) {
    const batch = owners.slice(at, at + BATCH)
    await admin.query(INSERT, [
      arrayLiteral(batch.map(({ id }) => id)),
      arrayLiteral(batch.map(newId)),
      arrayLiteral(batch.map(() => textOf(next.next()))),
      model.space,
    ])
  }
  await admin.query('vacuum analyze embeddings')
  return tenants
}

const INSERT = `
  insert into embeddings (tenant_id, id, subject, subject_id, model, embedding, created_at, updated_at)
  select v.tenant_id, v.id, 'candidate', v.id, $4, v.embedding, now(), now()
  from unnest($1::uuid[], $2::uuid[], $3::halfvec[]) as v(tenant_id, id, embedding)`

const textOf = (vector: Float32Array): string => `[${Array.from(vector, (x) => x.toFixed(6)).join(',')}]`

/** Each row's tenant: every one of them from the first to the last row, as often as it is big. */
function interleaved(tenants: VectorTenant[], total: number): VectorTenant[] {
  return tenants
    .flatMap((tenant) =>
      Array.from({ length: tenant.size }, (_, i) => ({ tenant, place: ((i + 0.5) * total) / tenant.size })),
    )
    .sort((a, b) => a.place - b.place)
    .map(({ tenant }) => tenant)
}

/** A job of the tenant that all its candidates were scored for, with components and reasons. */
export async function fillMatches(admin: pg.Client, tenantId: string): Promise<string> {
  const jobId = newId()
  // The rows that these refer to, such as resumes, are not what is measured.
  await admin.query('set session_replication_role to replica')
  for (const statement of MATCHES) await admin.query(statement, [tenantId, jobId])
  await admin.query('set session_replication_role to origin')
  await admin.query('vacuum analyze candidates, jobs, matches')
  return jobId
}

const MATCHES = [
  `insert into jobs (tenant_id, id, title, description, status, pipeline_id, created_at, updated_at)
   select $1::uuid, $2::uuid, 'Engineer', 'Builds services', 'open', gen_random_uuid(), now(), now()`,
  `insert into candidates (tenant_id, id, first_name, last_name, headline, location, created_at, updated_at)
   select tenant_id, subject_id, 'Given', 'Family', 'Engineer of systems', 'Berlin, Germany', now(), now()
   from embeddings where tenant_id = $1::uuid and $2::uuid is not null`,
  `insert into matches (tenant_id, id, job_id, candidate_id, resume_id, score, components, factors, scoring_version,
     inputs_hash, reviewed_score, scored_at, created_at, updated_at)
   select tenant_id, gen_random_uuid(), $2::uuid, subject_id, gen_random_uuid(), drawn.score,
     (select jsonb_agg(jsonb_build_object('name', 'component' || n, 'score', 5000, 'weight', 1250)) from generate_series(1, 8) n),
     (select jsonb_agg(jsonb_build_object('component', 'component' || n % 8, 'kind', 'skill', 'requirement_id', $2::text,
       'effect', 120, 'text', repeat('x', 60), 'span', jsonb_build_object('start', n, 'end', n + 9))) from generate_series(1, 12) n),
     'bench', md5(subject_id::text), drawn.score, now(), now(), now()
   from embeddings, lateral (select 5000 + 5000 * (random() - 0.5) + length(subject_id::text) * 0) as drawn (score)
   where tenant_id = $1::uuid`,
]
