import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

/** How far a person sees: the arguments of `visibleResume`. */
export type Sight = {
  person: string
  /** Also the uploads of others that belong to no candidate yet. */
  unclaimed: boolean
  /** Only candidates who applied to a job that names the person. */
  onlyNamed: boolean
}

/**
 * Row security hides candidates, and this carries that over to their resumes. An upload without a candidate, whose
 * owner nobody knows yet, is its uploader's.
 */
export const visibleResume = (tenantId: PgColumn, resumeId: PgColumn): SQL => sql`exists (
  select 1 from resumes r
  left join candidates c on c.tenant_id = r.tenant_id and c.id = r.candidate_id and c.deleted_at is null
  where r.tenant_id = ${tenantId} and r.id = ${resumeId} and r.deleted_at is null and case
    when r.candidate_id is null then ${sql.placeholder('unclaimed')}::boolean or r.uploaded_by = ${sql.placeholder('person')}::uuid
    else c.id is not null and (not ${sql.placeholder('onlyNamed')}::boolean or exists (
      select 1 from applications a join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id
      where a.tenant_id = c.tenant_id and a.candidate_id = c.id and a.deleted_at is null and j.deleted_at is null
        and ${sql.placeholder('person')}::uuid in (j.recruiter_id, j.hiring_manager_id)))
  end)`
