import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

const api = await testApi()

const FULL = {
  first_name: 'Grace',
  last_name: 'Hopper',
  email: 'grace@mail.example',
  phone: '+14155550132',
  links: [{ type: 'linkedin', url: 'https://linkedin.example/in/grace' }],
}

async function add(by: Client, fields: object = {}) {
  const { status, body } = await by.post('/v1/candidates', {
    first_name: 'Ada',
    last_name: 'Lovelace',
    ...fields,
  })
  expect(status).toBe(201)
  return body
}

async function apply(by: Client, job: object, candidateId: string) {
  const made = await by.post('/v1/jobs', { title: 'Engineer', description: 'Builds.', ...job })
  const { status, body } = await by.post('/v1/applications', {
    job_id: made.body.id,
    candidate_id: candidateId,
  })
  expect(status).toBe(201)
  return body
}

const idsOf = ({ body }: { body: { data: { id: string }[] } }) => body.data.map((item) => item.id)

describe('roles', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const candidate = await add(admin, FULL)

  test('a viewer sees no contact data and cannot ask for it by filter', async () => {
    const viewer = await tenant.member('viewer')
    const { body } = await viewer.get(`/v1/candidates/${candidate.id}`)
    expect(body).toEqual({ ...candidate, email: null, phone: null, links: null })
    expect((await viewer.get('/v1/candidates')).body.data).toEqual([body])
    const filtered = await viewer.get(`/v1/candidates?filter[email]=${FULL.email}`)
    expect([filtered.status, filtered.body.code]).toEqual([403, 'auth.forbidden_action'])
    const application = await apply(admin, {}, candidate.id)
    const seen = (await viewer.get(`/v1/applications/${application.id}?expand=candidate`)).body
    expect(seen.candidate).toEqual(body)
    expect(seen.snapshot).toMatchObject({ first_name: 'Grace', email: null, phone: null, links: null })
  })

  test.each(['interviewer', 'client'] as const)('a %s sees no candidates', async (role) => {
    const member = await tenant.member(role)
    expect((await member.get('/v1/candidates')).status).toBe(403)
    expect((await member.get(`/v1/candidates/${candidate.id}`)).status).toBe(403)
  })

  test('a hiring manager sees who applied to jobs that name them', async () => {
    const manager = await tenant.member('hiring_manager')
    const mine = await add(admin)
    await apply(admin, { hiring_manager_id: manager.userId }, mine.id)
    expect((await manager.get(`/v1/candidates/${mine.id}`)).body).toEqual(mine)
    expect((await manager.get(`/v1/candidates/${candidate.id}`)).status).toBe(404)
    expect(idsOf(await manager.get('/v1/candidates'))).toEqual([mine.id])
    expect((await manager.delete(`/v1/candidates/${mine.id}`)).status).toBe(403)
  })

  test('a key does what its scopes say', async () => {
    const reader = await tenant.key(['candidates:read'])
    expect((await reader.get(`/v1/candidates/${candidate.id}`)).body).toEqual(candidate)
    expect((await reader.patch(`/v1/candidates/${candidate.id}`, { company: 'x' })).status).toBe(403)
    expect((await reader.get('/v1/applications')).status).toBe(403)
  })
})

describe('a tenant whose recruiters see their own candidates', async () => {
  const tenant = await api.tenant()
  await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [tenant.id])
  const one = await tenant.member('recruiter')
  const two = await tenant.member('recruiter')
  const viewer = await tenant.member('viewer')
  const candidate = await add(one, { email: FULL.email })

  test('hides a candidate from all but the owner and admins', async () => {
    expect(candidate.owner_id).toBe(one.userId)
    expect((await one.get(`/v1/candidates/${candidate.id}`)).body).toEqual(candidate)
    expect((await tenant.admin.get(`/v1/candidates/${candidate.id}`)).body).toEqual(candidate)
    expect(idsOf(await one.get('/v1/candidates'))).toContain(candidate.id)
    for (const stranger of [two, viewer]) {
      expect((await stranger.get(`/v1/candidates/${candidate.id}`)).status).toBe(404)
      expect(idsOf(await stranger.get('/v1/candidates'))).toEqual([])
    }
    expect((await two.patch(`/v1/candidates/${candidate.id}`, { company: 'x' })).status).toBe(404)
    expect((await two.delete(`/v1/candidates/${candidate.id}`)).status).toBe(404)
  })

  test('hides the applications along with the candidate', async () => {
    const application = await apply(one, {}, candidate.id)
    expect((await one.get(`/v1/applications/${application.id}`)).body).toEqual(application)
    expect((await two.get(`/v1/applications/${application.id}`)).status).toBe(404)
    expect((await two.patch(`/v1/applications/${application.id}`, { source: 'x' })).status).toBe(404)
    expect(idsOf(await two.get(`/v1/applications?filter[candidate_id]=${candidate.id}`))).toEqual([])
    const job = await two.post('/v1/jobs', { title: 'Engineer', description: 'Builds.' })
    const refused = await two.post('/v1/applications', { job_id: job.body.id, candidate_id: candidate.id })
    expect([refused.status, refused.body.code]).toEqual([422, 'application.unknown_candidate'])
  })

  test('refuses a taken e-mail address without naming who has it', async () => {
    const { status, body } = await two.post('/v1/candidates', {
      first_name: 'A',
      last_name: 'B',
      email: FULL.email,
    })
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'candidate.duplicate', existing_id: null })
    const own = await add(two)
    const moved = await two.patch(`/v1/candidates/${own.id}`, { email: FULL.email })
    expect([moved.status, moved.body.code]).toEqual([409, 'candidate.duplicate'])
  })

  test('shows a candidate to whom it is shared with', async () => {
    const shared = await add(one)
    await api.sql('update candidates set visible_to = array[$2::uuid] where tenant_id = $1 and id = $3', [
      tenant.id,
      two.userId,
      shared.id,
    ])
    expect((await two.get(`/v1/candidates/${shared.id}`)).body).toEqual(shared)
    expect((await viewer.get(`/v1/candidates/${shared.id}`)).status).toBe(404)
  })
})

describe('GET /v1/candidates', async () => {
  const { admin, user } = await api.tenant()
  const added: { id: string; created_at: string }[] = []
  for (let i = 0; i < 7; i++) {
    const location = i % 2 ? 'Oslo' : 'Lima'
    added.push(await add(admin, { email: `c${i}@mail.example`, location, ...(i < 3 && { source: 'fair' }) }))
    api.clock.advance(1)
  }
  const ids = added.map((candidate) => candidate.id)

  test('needs a token', async () => {
    expect((await api.anonymous.get('/v1/candidates')).status).toBe(401)
  })

  test.each(['created_at', '-created_at', 'updated_at'])('pages through all of them by %s', async (sort) => {
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const page = await admin.get(`/v1/candidates?limit=3&sort=${sort}${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...idsOf(page))
      cursor = page.body.next_cursor
    } while (cursor)
    expect(seen).toEqual(sort.startsWith('-') ? ids.toReversed() : ids)
  })

  test('filters', async () => {
    const found = async (query: string) => idsOf(await admin.get(`/v1/candidates?sort=created_at&${query}`))
    expect(await found('filter[email]=C1@Mail.Example')).toEqual([ids[1]])
    expect(await found('filter[source]=fair&filter[location]=Lima')).toEqual([ids[0], ids[2]])
    expect(await found(`filter[owner_id]=${user.id}`)).toEqual(ids)
    expect(await found(`filter[owner_id]=${newId()}`)).toEqual([])
    expect(await found(`filter[created_at][gt]=${added[4]?.created_at}`)).toEqual(ids.slice(5))
    expect(await found(`updated_since=${added[5]?.created_at}`)).toEqual(ids.slice(5))
  })

  test.each([
    ['filter[phone]=1', '/filter[phone]'],
    ['filter[owner_id]=me', '/filter[owner_id]'],
    ['sort=last_name', '/sort'],
    ['q=%20', '/q'],
  ])('refuses %s', async (query, pointer) => {
    const { status, body } = await admin.get(`/v1/candidates?${query}`)
    expect([status, body.errors[0].pointer]).toEqual([400, pointer])
  })
})
