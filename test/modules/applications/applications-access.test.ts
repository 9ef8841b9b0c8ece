import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

const api = await testApi()

async function made(by: Client, url: string, body: object) {
  const answer = await by.post(url, body)
  expect(answer.status).toBe(201)
  return answer.body
}

const draft = (by: Client, fields: object = {}) =>
  made(by, '/v1/jobs', { title: 'Engineer', description: 'Builds.', ...fields })

const add = (by: Client, fields: object = {}) =>
  made(by, '/v1/candidates', { first_name: 'Ada', last_name: 'Lovelace', ...fields })

const apply = (by: Client, job: { id: string }, candidate: { id: string }, fields: object = {}) =>
  made(by, '/v1/applications', { job_id: job.id, candidate_id: candidate.id, ...fields })

const idsOf = ({ body }: { body: { data: { id: string }[] } }) => body.data.map((item) => item.id)

describe('roles', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant

  test('a hiring manager works on the applications to jobs that name them', async () => {
    const manager = await tenant.member('hiring_manager')
    const candidate = await add(admin)
    const [mine, theirs] = [await draft(admin, { hiring_manager_id: manager.userId }), await draft(admin)]
    const seen = await apply(admin, mine, candidate)
    const hidden = await apply(admin, theirs, candidate)
    const { body } = await manager.get(`/v1/applications/${seen.id}`)
    expect({ ...body, allowed_actions: [...body.allowed_actions, 'delete'] }).toEqual(seen)
    expect((await manager.get(`/v1/applications/${hidden.id}`)).status).toBe(404)
    expect(idsOf(await manager.get('/v1/applications'))).toEqual([seen.id])
    expect((await manager.patch(`/v1/applications/${seen.id}`, { source: 'fair' })).status).toBe(200)
    expect((await manager.patch(`/v1/applications/${hidden.id}`, { source: 'fair' })).status).toBe(404)
  })

  test('a hiring manager brings only candidates they see to jobs that name them', async () => {
    const manager = await tenant.member('hiring_manager')
    const [known, stranger] = [await add(admin), await add(admin)]
    const [one, two] = [
      await draft(admin, { hiring_manager_id: manager.userId }),
      await draft(admin, { recruiter_id: manager.userId }),
    ]
    await apply(admin, one, known)
    await apply(manager, two, known)
    const code = async (job: { id: string }, candidate: { id: string }) =>
      (await manager.post('/v1/applications', { job_id: job.id, candidate_id: candidate.id })).body.code
    expect(await code(two, stranger)).toBe('application.unknown_candidate')
    expect(await code(await draft(admin), known)).toBe('application.unknown_job')
  })

  test.each(['interviewer', 'client'] as const)('a %s sees none', async (role) => {
    const member = await tenant.member(role)
    expect((await member.get('/v1/applications')).status).toBe(403)
    expect((await member.get(`/v1/applications/${newId()}`)).status).toBe(403)
  })

  test('what is shown beside an application needs its own permission', async () => {
    const application = await apply(admin, await draft(admin), await add(admin))
    const key = await tenant.key(['applications:read', 'jobs:read'])
    expect((await key.get(`/v1/applications/${application.id}?expand=job`)).body.job).toEqual({
      id: application.job_id,
      title: 'Engineer',
      status: 'draft',
    })
    const refused = await key.get('/v1/applications?expand=candidate,job')
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.forbidden_action'])
  })
})

describe('GET /v1/applications', async () => {
  const { admin } = await api.tenant()
  const jobs = [await draft(admin), await draft(admin)]
  const made: {
    id: string
    job_id: string
    candidate_id: string
    created_at: string
    stage: { id: string }
  }[] = []
  for (let i = 0; i < 7; i++) {
    const fields = i < 3 ? { source: 'fair' } : {}
    made.push(await apply(admin, jobs[i % 2], await add(admin), fields))
    api.clock.advance(1)
  }
  const ids = made.map((application) => application.id)

  test('needs a token', async () => {
    expect((await api.anonymous.get('/v1/applications')).status).toBe(401)
  })

  test.each(['created_at', '-created_at', 'updated_at'])('pages through all of them by %s', async (sort) => {
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const page = await admin.get(
        `/v1/applications?limit=3&sort=${sort}${cursor ? `&cursor=${cursor}` : ''}`,
      )
      seen.push(...idsOf(page))
      cursor = page.body.next_cursor
    } while (cursor)
    expect(seen).toEqual(sort.startsWith('-') ? ids.toReversed() : ids)
  })

  test('filters', async () => {
    const found = async (query: string) => idsOf(await admin.get(`/v1/applications?sort=created_at&${query}`))
    expect(await found(`filter[job_id]=${jobs[1].id}`)).toEqual([ids[1], ids[3], ids[5]])
    expect(await found(`filter[candidate_id]=${made[4]?.candidate_id}`)).toEqual([ids[4]])
    expect(await found(`filter[source]=fair&filter[job_id][in]=${jobs[0].id},${newId()}`)).toEqual([
      ids[0],
      ids[2],
    ])
    const ofFirst = [ids[0], ids[2], ids[4], ids[6]]
    expect(await found(`filter[stage_id]=${made[0]?.stage.id}&filter[status]=active`)).toEqual(ofFirst)
    expect(await found('filter[stage_type]=applied')).toEqual(ids)
    expect(await found('filter[stage_type][in]=interview,offer')).toEqual([])
    expect(await found(`filter[applied_at][gte]=${made[5]?.created_at}`)).toEqual(ids.slice(5))
    expect(await found('filter[status][in]=hired,rejected')).toEqual([])
    expect(await found(`filter[created_at][lt]=${made[2]?.created_at}`)).toEqual(ids.slice(0, 2))
  })

  test('shows candidates and jobs beside them', async () => {
    const { body } = await admin.get('/v1/applications?expand=candidate,job&sort=created_at')
    for (const [i, application] of body.data.entries()) {
      expect(application.candidate).toMatchObject({ id: made[i]?.candidate_id, first_name: 'Ada' })
      expect(application.job).toEqual({ id: jobs[i % 2].id, title: 'Engineer', status: 'draft' })
    }
  })

  test.each([
    ['filter[status]=gone', '/filter[status]'],
    ['filter[job_id]=1', '/filter[job_id]'],
    ['sort=applied_at', '/sort'],
    ['expand=stage', '/expand/0'],
  ])('refuses %s', async (query, pointer) => {
    const { status, body } = await admin.get(`/v1/applications?${query}`)
    expect([status, body.errors[0].pointer]).toEqual([400, pointer])
  })
})
