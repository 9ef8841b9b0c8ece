import type pg from 'pg'
import { newId } from '#src/lib/ids.ts'
import { newKeyText } from '#src/modules/api-keys/key-text.ts'

/** A tenant with one administrator, a session of theirs and an API key of the tenant. */
export interface BenchTenant {
  id: string
  userId: string
  sessionId: string
  keyId: string
  key: string
  prefix: string
  hash: string
  rows: number
}

/** Fills the tables; the biggest of 200 tenants has about an eighth of all candidates. */
export async function fill(
  admin: pg.Client,
  size: { tenants: number; rows: number },
): Promise<BenchTenant[]> {
  const tenants = sizes(size).map((rows): BenchTenant => {
    const id = newId()
    const { key, prefix, hash } = newKeyText(id)
    return { id, userId: newId(), sessionId: newId(), keyId: newId(), key, prefix, hash, rows }
  })
  for (const statement of STATEMENTS) await admin.query(statement, [JSON.stringify(tenants)])
  await admin.query('vacuum analyze')
  return tenants
}

/** Rows a tenant: the nth has n^-0.9 of the first one's. */
function sizes({ tenants, rows }: { tenants: number; rows: number }): number[] {
  const weights = Array.from({ length: tenants }, (_, i) => (i + 1) ** -0.9)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => Math.max(1, Math.round((rows * weight) / sum)))
}

const TENANTS = `jsonb_to_recordset($1::jsonb) as t(
  id uuid, "userId" uuid, "sessionId" uuid, "keyId" uuid, prefix text, hash text, rows integer)`

const STATEMENTS = [
  `insert into tenants (id, name, slug, created_at, updated_at)
   select id, 'Tenant ' || id, 't-' || id, now(), now() from ${TENANTS}`,
  `insert into users (id, email, full_name, password_hash, status, created_at, updated_at)
   select "userId", "userId" || '@bench.example', 'Ada Admin', 'none', 'active', now(), now() from ${TENANTS}`,
  `insert into memberships (tenant_id, id, user_id, role, email, full_name, created_at, updated_at)
   select id, "userId", "userId", 'admin', "userId" || '@bench.example', 'Ada Admin', now(), now() from ${TENANTS}`,
  `insert into sessions (id, user_id, tenant_id, created_at, last_seen_at, expires_at)
   select "sessionId", "userId", id, now(), now(), now() + interval '1 day' from ${TENANTS}`,
  `insert into api_keys (tenant_id, id, name, prefix, hash, scopes, created_by, created_at)
   select id, "keyId", 'bench', prefix, hash, '{candidates:read}', "userId", now() from ${TENANTS}`,
  `insert into candidates (tenant_id, id, first_name, last_name, email, phone, headline, company, location, links,
     source, owner_id, created_at, updated_at)
   select t.id, md5(t.id || ':' || n)::uuid, 'Given' || n % 97, 'Family' || n % 911,
     'person' || n || '@mail.example', '+4420794' || lpad(n::text, 5, '0'),
     'Engineer of systems number ' || n % 53 || ', with care for detail', 'Company ' || n % 31,
     'City ' || n % 17 || ', Country', jsonb_build_array(jsonb_build_object('type', 'linkedin',
       'url', 'https://www.linkedin.example/in/person-' || n)),
     case n % 3 when 0 then 'referral' when 1 then 'careers page' else 'import' end, t."userId",
     timestamptz '2026-01-01Z' + n * interval '61.003 seconds', timestamptz '2026-01-01Z' + n * interval '61.003 seconds'
   from ${TENANTS}, generate_series(1, t.rows) n`,
]
