import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

interface OfApplication {
  id: PgColumn
  tenantId: PgColumn
  applicationId: PgColumn
  jobId: PgColumn
}

interface Reach {
  /** Row security hides candidates, and this carries that over to what is theirs. */
  shown: SQL
  /** For a job that names `person`. */
  named: SQL
  byId: SQL | undefined
}

/** Conditions on a table whose rows hang off an application. */
export const reachOf = ({ id, tenantId, applicationId, jobId }: OfApplication): Reach => ({
  shown: sql`exists (
  select 1 from applications a join candidates c on c.tenant_id = a.tenant_id and c.id = a.candidate_id
  where a.tenant_id = ${tenantId} and a.id = ${applicationId} and a.deleted_at is null and c.deleted_at is null)`,
  named: sql`exists (
  select 1 from jobs j
  where j.tenant_id = ${tenantId} and j.id = ${jobId} and j.deleted_at is null
    and ${sql.placeholder('person')}::uuid in (j.recruiter_id, j.hiring_manager_id))`,
  byId: and(eq(tenantId, sql.placeholder('tenantId')), eq(id, sql.placeholder('id'))),
})
