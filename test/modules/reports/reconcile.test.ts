import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { randomFrom } from '#src/lib/random.ts'
import { type Flight, recordPool } from '#test/db/wire.ts'
import { hiring } from '#test/modules/applications/support.ts'
import { testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'
import { dashboardFromLists, fillFromLists, funnelFromLists, rowsOf, sourcesFromLists } from './tables.ts'

// Applications to three jobs go through random actions; then every report is computed from the lists.

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
const random = randomFrom(SEED)
const below = (n: number) => Math.floor(random() * n)
const oneOf = <T>(list: T[]): T => list[below(list.length)] as T

const api = await testApi()
const flights: Flight[] = []
recordPool(api.context.db.app, (flight) => flights.push(flight))
const tenant = await api.tenant()
// A key, because the log-ins of people end while days go by.
const key = await tenant.key(['jobs:*', 'candidates:*', 'applications:*', 'resumes:*', 'reports:*'])
const { candidate, job } = hiring(api, tenant, key)
const jobs: string[] = []
const people: string[] = []

beforeAll(async () => {
  for (let i = 0; i < 3; i++) jobs.push((await job()).id)
  await key.post(`/v1/jobs/${jobs[0]}/open`)
  for (let i = 0; i < 8; i++) people.push((await candidate()).id)
  const ids: string[] = []
  for (let i = 0; i < 80; i++) {
    api.clock.advance(below(86_400))
    if (ids.length === 0 || below(3) === 0) ids.push(...(await applied()))
    else await act(oneOf(ids))
  }
  await key.delete(`/v1/applications/${ids[0]}`)
  await key.delete(`/v1/candidates/${people[7]}`)
  for (const id of people) await waitingParse(id)
})

async function applied(): Promise<string[]> {
  const [job_id, candidate_id, source] = [oneOf(jobs), oneOf(people), oneOf(['fair', 'site', null])]
  const { status, body } = await key.post('/v1/applications', { job_id, candidate_id, source })
  return status === 201 ? [body.id] : []
}

async function act(id: string) {
  const { allowed, stages } = (await key.get(`/v1/applications/${id}/allowed-actions`)).body
  const action: string = oneOf(allowed.filter((one: string) => one !== 'delete')) ?? 'reject'
  const bodies: Record<string, () => object> = {
    move: () => ({ stage_id: oneOf<{ id: string }>(stages).id }),
    transfer: () => ({ job_id: oneOf(jobs) }),
  }
  await key.post(`/v1/applications/${id}/${action}`, bodies[action]?.() ?? {})
}

async function waitingParse(candidateId: string) {
  await api.sql(
    `with r as (insert into resumes (tenant_id, id, candidate_id, filename, size_bytes, sha256, created_at, updated_at)
       values ($1, $2, $3, 'cv.pdf', 1, 'x', now(), now()) returning id)
     insert into resume_parses (tenant_id, id, resume_id, candidate_id, state, created_at, updated_at)
       select $1, $2, id, $3, 'needs_review', now(), now() from r`,
    [tenant.id, newId(), candidateId],
  )
}

const report = async (client: Client, path: string) => (await client.get(`/v1/reports/${path}`)).body

/** That every report tells what the lists do, to this caller. */
async function assertReconciles(client: Client) {
  const dashboard = await report(client, 'dashboard')
  expect(dashboard).toEqual(await dashboardFromLists(client, dashboard.as_of))
  expect((await report(client, 'funnel')).data).toEqual(await funnelFromLists(client))
  expect((await report(client, 'sources')).data).toEqual(await sourcesFromLists(client))
  expect(await report(client, 'time_to_fill')).toEqual(await fillFromLists(client))
}

describe(`with SEED=${SEED}, reports tell what the lists do`, () => {
  test('to someone who sees all', async () => {
    expect((await rowsOf(key, '/v1/applications')).length).toBeGreaterThan(5)
    await assertReconciles(key)
    await assertReconciles(await tenant.member('viewer'))
  })

  test('to a hiring manager, about their jobs', async () => {
    const manager = await tenant.member('hiring_manager')
    expect((await report(manager, 'funnel')).data).toEqual([])
    await key.patch(`/v1/jobs/${jobs[1]}`, { hiring_manager_id: manager.userId })
    expect((await rowsOf(manager, '/v1/applications')).length).toBeLessThan(
      (await rowsOf(key, '/v1/applications')).length,
    )
    await assertReconciles(manager)
  })

  test('to a recruiter who sees only their own candidates', async () => {
    await api.sql(`update tenants set candidate_visibility = 'owner' where id = $1`, [tenant.id])
    const recruiter = await tenant.member('recruiter')
    await api.sql('update candidates set owner_id = $2 where tenant_id = $1 and id = any($3)', [
      tenant.id,
      recruiter.userId,
      people.slice(0, 4),
    ])
    const seen = (await report(recruiter, 'dashboard')).candidates.total
    expect(seen).toBe(4)
    await assertReconciles(recruiter)
  })

  test('of one job, and of a range', async () => {
    const times = (await rowsOf<{ applied_at: string }>(key, '/v1/applications')).map((a) => a.applied_at)
    const [from = '', to = ''] = [times.sort()[2], times[times.length - 3]]
    for (const jobId of jobs)
      expect((await report(key, `funnel?filter[job_id]=${jobId}`)).data).toEqual(
        await funnelFromLists(key, { jobId }),
      )
    const range = `filter[entered_at][gte]=${from}&filter[entered_at][lt]=${to}`
    expect((await report(key, `funnel?${range}`)).data).toEqual(await funnelFromLists(key, { from, to }))
    expect((await report(key, `funnel?${range}&filter[job_id]=${jobs[2]}`)).data).toEqual(
      await funnelFromLists(key, { from, to, jobId: jobs[2] }),
    )
    expect(
      (await report(key, `sources?filter[applied_at][gte]=${from}&filter[applied_at][lt]=${from}`)).data,
    ).toEqual([])
  })

  test('and what entered a stage type is there, or left it in one of the ways told', async () => {
    const { data } = await report(key, 'funnel')
    for (const { entered, active, passed_on, rejected, withdrawn, transferred } of data)
      expect(active + passed_on + rejected + withdrawn + transferred).toBe(entered)
    const times = (await report(key, 'time_in_stage')).data
    for (const { stage_type, median_seconds, p90_seconds } of times) {
      const stage = data.find((one: { stage_type: string }) => one.stage_type === stage_type)
      expect(median_seconds).toBe(stage.median_seconds)
      expect(p90_seconds).toBeGreaterThanOrEqual(median_seconds)
    }
  })

  test.each(['dashboard', 'funnel', 'time_in_stage', 'time_to_fill', 'sources'])(
    'and %s takes no more than two statements',
    async (name) => {
      await report(key, name)
      flights.length = 0
      await report(key, name)
      const work = flights.flat().filter(({ text }) => !/^(BEGIN|COMMIT|SET LOCAL)/.test(text))
      expect(work.length).toBeGreaterThan(0)
      expect(work.length).toBeLessThanOrEqual(2)
    },
  )
})
