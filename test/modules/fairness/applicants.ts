import type { TestApi, TestTenant } from '#test/support/api.ts'

export interface Applicant {
  sex?: string | null
  race_ethnicity?: string | null
  /** Moved beyond the first stage. */
  selected?: boolean
  /** Hundredths, of the version given. */
  score?: number
}

/** Applicants of one job with what they say of themselves: made in the tables, as the API would make them one by one. */
export async function addApplicants(
  api: TestApi,
  tenant: TestTenant,
  applicants: Applicant[],
  { jobId = '', version = 'v1', write = false } = {},
): Promise<{ jobId: string; applicationIds: string[] }> {
  const job = jobId || (await openJob(tenant))
  const { body } = await tenant.admin.get(`/v1/jobs/${job}/pipeline`)
  const ids = await api.sql<{ id: string }>(
    `with people as (
       insert into candidates (tenant_id, id, first_name, links, visible_to, edited_sections, version, created_at, updated_at)
       select $1, gen_random_uuid(), 'P' || i, '[]', '{}', '{}', 1, now(), now() from generate_series(1, $2::int) i returning id)
     insert into applications (tenant_id, id, job_id, candidate_id, stage_id, stage_type, stage_entered_at, status, snapshot,
       applied_at, version, created_at, updated_at)
     select $1, gen_random_uuid(), $3, id, $4, 'applied', $5, 'active', '{}', $5, 1, now(), now() from people returning id`,
    [tenant.id, applicants.length, job, body.stages[0].id, api.clock.now()],
  )
  const applicationIds = ids.map(({ id }) => id)
  for (const [i, { sex = null, race_ethnicity = null, selected, score }] of applicants.entries()) {
    const id = applicationIds[i] ?? ''
    if (write) await tenant.admin.put(`/v1/applications/${id}/self-identification`, { sex, race_ethnicity })
    else
      await api.sql(
        `insert into self_identifications (tenant_id, id, application_id, sex, race_ethnicity, created_at, updated_at)
         values ($1, gen_random_uuid(), $2, $3, $4, now(), now())`,
        [tenant.id, id, sex, race_ethnicity],
      )
    if (selected)
      await api.sql(`update applications set stage_type = 'interview' where tenant_id = $1 and id = $2`, [
        tenant.id,
        id,
      ])
    if (score !== undefined)
      await api.sql(
        `with r as (
           insert into resumes (tenant_id, id, candidate_id, filename, size_bytes, sha256, is_primary, version, created_at, updated_at)
           select $1, gen_random_uuid(), candidate_id, 'cv.txt', 1, md5(id::text), true, 1, now(), now() from applications
           where tenant_id = $1 and id = $2 returning id, candidate_id)
         insert into matches (tenant_id, id, job_id, candidate_id, resume_id, score, components, factors, scoring_version,
           inputs_hash, reviewed_score, scored_at, created_at, updated_at)
         select $1, gen_random_uuid(), $3, candidate_id, id, $4, '[]', '[]', $5, '', $4, now(), now(), now() from r`,
        [tenant.id, id, job, score, version],
      )
  }
  return { jobId: job, applicationIds }
}

export async function openJob(tenant: TestTenant, fields: object = {}): Promise<string> {
  const job = { title: 'Engineer', description: 'Builds', ...fields }
  const { body } = await tenant.admin.post('/v1/jobs', job)
  await tenant.admin.post(`/v1/jobs/${body.id}/open`)
  return body.id
}

export const many = (count: number, applicant: Applicant): Applicant[] =>
  Array.from({ length: count }, () => applicant)
