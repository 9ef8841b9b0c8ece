import { expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

/** An open job with applications, made in the tables where there are many. */
async function openJob(applications: number): Promise<string> {
  const { body: job } = await admin.post('/v1/jobs', { title: 'Engineer', description: 'Builds.' })
  await admin.post(`/v1/jobs/${job.id}/open`)
  await api.sql(
    `with c as (insert into candidates (tenant_id, id, first_name, created_at, updated_at)
       select $1, gen_random_uuid(), 'Ada', now(), now() from generate_series(1, $3) returning id)
     insert into applications
       (tenant_id, id, job_id, candidate_id, stage_id, stage_entered_at, snapshot, applied_at, created_at, updated_at)
       select $1, gen_random_uuid(), $2, c.id, s.id, now(), '{"links": []}', now(), now(), now()
       from c, jobs j join pipeline_stages s on s.tenant_id = j.tenant_id and s.pipeline_id = j.pipeline_id
       where j.tenant_id = $1 and j.id = $2 and s.type = 'applied'`,
    [tenant.id, job.id, applications],
  )
  return job.id
}

const close = (jobId: string, application_disposition: 'keep' | 'reject') =>
  admin.post(`/v1/jobs/${jobId}/close`, { application_disposition })

const statusesOf = (jobId: string) =>
  api.sql<{ status: string; version: number; count: number }>(
    `select status, version, count(*)::int as count from applications
     where tenant_id = $1 and job_id = $2 group by 1, 2 order by 1, 2`,
    [tenant.id, jobId],
  )

const rejections = async (jobId: string) =>
  api.sql<{ resource_id: string; payload: Record<string, unknown>; actor: unknown; request_id: string }>(
    `select resource_id, payload, actor, request_id from events
     where tenant_id = $1 and type = 'application.rejected' and payload ->> 'job_id' = $2`,
    [tenant.id, jobId],
  )

test('closing a job with `reject` rejects its active applications, each with one event', async () => {
  const jobId = await openJob(230)
  await api.sql(
    `update applications set status = 'withdrawn' where tenant_id = $1 and id in
     (select id from applications where tenant_id = $1 and job_id = $2 limit 5)`,
    [tenant.id, jobId],
  )
  expect((await close(jobId, 'reject')).status).toBe(200)
  await tenant.drain()
  expect(await statusesOf(jobId)).toEqual([
    { status: 'rejected', version: 2, count: 225 },
    { status: 'withdrawn', version: 1, count: 5 },
  ])
  const events = await rejections(jobId)
  expect(new Set(events.map((event) => event.resource_id)).size).toBe(225)
  expect(events).toHaveLength(225)
  expect(events[0]).toMatchObject({
    payload: { status: 'rejected', from_status: 'active', reason: 'job_closed', version: 2 },
    actor: { type: 'system', id: null },
  })
})

test('doing it twice does it once', async () => {
  const jobId = await openJob(2)
  await close(jobId, 'reject')
  await api.sql(
    `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at)
     values ($1, $2, 'applications.reject_of_job', jsonb_build_object('job_id', $3::text), now(), $4, now())`,
    [tenant.id, newId(), jobId, newId()],
  )
  await tenant.drain()
  expect(await statusesOf(jobId)).toEqual([{ status: 'rejected', version: 2, count: 2 }])
  expect(await rejections(jobId)).toHaveLength(2)
})

test('`keep` keeps them, and so does reopening before it was done', async () => {
  const kept = await openJob(1)
  await close(kept, 'keep')
  const reopened = await openJob(1)
  await close(reopened, 'reject')
  await admin.post(`/v1/jobs/${reopened}/reopen`)
  await tenant.drain()
  for (const jobId of [kept, reopened]) {
    expect(await statusesOf(jobId)).toEqual([{ status: 'active', version: 1, count: 1 }])
  }
})
