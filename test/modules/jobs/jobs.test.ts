import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const other = await api.tenant()
const { admin } = tenant

const ENGINEER = { title: 'Backend Engineer', description: 'Build APIs over PostgreSQL.' }

async function draft(fields: object = {}, by = admin) {
  const { status, body } = await by.post('/v1/jobs', { ...ENGINEER, ...fields })
  expect(status).toBe(201)
  return body
}

async function eventTypes(of: TestTenant, resourceId: string): Promise<string[]> {
  const rows = await api.sql<{ type: string }>(
    'select type from events where tenant_id = $1 and resource_id = $2 order by id',
    [of.id, resourceId],
  )
  return rows.map((row) => row.type)
}

describe('POST /v1/jobs', () => {
  test('needs a token', async () => {
    expect((await api.anonymous.post('/v1/jobs', ENGINEER)).status).toBe(401)
  })

  test.each([
    [{}, ['/title', '/description']],
    [{ ...ENGINEER, title: '  ' }, ['/title']],
    [{ ...ENGINEER, title: 'a\u0000b' }, ['/title']],
    [{ ...ENGINEER, title: 'x'.repeat(201) }, ['/title']],
    [{ ...ENGINEER, location_type: 'moon' }, ['/location_type']],
    [{ ...ENGINEER, experience_min: 5, experience_max: 2 }, ['/experience_min']],
    [{ ...ENGINEER, salary: { min: 2, max: 1, currency: 'EUR' } }, ['/salary/min']],
    [{ ...ENGINEER, salary: { min: 2, max: 1, currency: 'euro' } }, ['/salary/currency']],
    [{ ...ENGINEER, salary: { min: 1.5, currency: 'EUR' } }, ['/salary/min']],
    [{ ...ENGINEER, tenant_id: newId() }, ['/tenant_id']],
  ])('refuses %j', async (body, pointers) => {
    const answer = await admin.post('/v1/jobs', body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(pointers)
  })

  test('refuses a recruiter who is not a member of the tenant', async () => {
    const { status, body } = await admin.post('/v1/jobs', { ...ENGINEER, recruiter_id: other.user.id })
    expect([status, body.code]).toEqual([422, 'job.unknown_recruiter'])
  })

  test.each(['viewer', 'interviewer', 'hiring_manager', 'client'] as const)('a %s may not', async (role) => {
    const { status, body } = await (await tenant.member(role)).post('/v1/jobs', ENGINEER)
    expect([status, body.code]).toEqual([403, 'auth.forbidden_action'])
  })

  test('drafts a job and tells of it', async () => {
    const { status, body, headers } = await admin.post('/v1/jobs', {
      ...ENGINEER,
      location: 'Lisbon',
      location_type: 'hybrid',
      employment_type: 'full_time',
      experience_min: 3,
      salary: { min: 5_000_000, max: 7_000_000, currency: 'EUR' },
    })
    expect(status).toBe(201)
    expect(headers.etag).toBe('"1"')
    expect(headers.location).toBe(`/v1/jobs/${body.id}`)
    expect(body).toMatchObject({
      status: 'draft',
      salary: { min: 5_000_000, max: 7_000_000, currency: 'EUR' },
      department: null,
      allowed_actions: ['open', 'cancel'],
      created_by: tenant.user.id,
      version: 1,
    })
    expect((await admin.get(`/v1/jobs/${body.id}`)).body).toEqual(body)
    expect(await eventTypes(tenant, body.id)).toEqual(['job.created'])
  })
})

describe('one job', () => {
  test('an unknown, a malformed and another tenant’s id have the same answer', async () => {
    const foreign = await draft({}, other.admin)
    const calls = [
      (id: string) => admin.get(`/v1/jobs/${id}`),
      (id: string) => admin.patch(`/v1/jobs/${id}`, { title: 'Mine now' }),
      (id: string) => admin.delete(`/v1/jobs/${id}`),
      (id: string) => admin.post(`/v1/jobs/${id}/open`),
      (id: string) => admin.put(`/v1/jobs/${id}/skills`, { skills: [] }),
      (id: string) => admin.get(`/v1/jobs/${id}/history`),
    ]
    for (const call of calls) {
      const answers = await Promise.all([call(foreign.id), call(newId()), call('not-an-id')])
      for (const { status, body } of answers) {
        expect(status).toBe(404)
        expect({ ...body, instance: '', request_id: '' }).toEqual({
          ...answers[0]?.body,
          instance: '',
          request_id: '',
        })
      }
    }
    expect((await other.admin.get(`/v1/jobs/${foreign.id}`)).body).toEqual(foreign)
  })

  test('changes what was sent and nothing else', async () => {
    const job = await draft({ location: 'Porto', salary: { min: 1, max: 2, currency: 'EUR' } })
    const { status, body } = await admin.patch(`/v1/jobs/${job.id}`, {
      title: 'Staff Engineer',
      location: null,
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...job,
      title: 'Staff Engineer',
      location: null,
      version: 2,
      updated_at: body.updated_at,
    })
    expect(await eventTypes(tenant, job.id)).toEqual(['job.created', 'job.updated'])
  })

  test('a change that changes nothing leaves no trace', async () => {
    const job = await draft()
    const { body } = await admin.patch(`/v1/jobs/${job.id}`, { title: job.title })
    expect(body).toEqual(job)
    expect(await eventTypes(tenant, job.id)).toEqual(['job.created'])
  })

  test('an edit of an outdated version is refused', async () => {
    const job = await draft()
    const edit = (title: string) => admin.patch(`/v1/jobs/${job.id}`, { title }, { 'if-match': '"1"' })
    const statuses = (await Promise.all([edit('One'), edit('Two')])).map((answer) => answer.status)
    expect(statuses.sort()).toEqual([200, 412])
    expect((await admin.patch(`/v1/jobs/${job.id}`, { title: 'x' }, { 'if-match': 'nonsense' })).status).toBe(
      400,
    )
  })

  test('a hiring manager sees the jobs that name them', async () => {
    const manager = await tenant.member('hiring_manager')
    const mine = await draft({ hiring_manager_id: manager.userId })
    const theirs = await draft()
    expect((await manager.get(`/v1/jobs/${mine.id}`)).status).toBe(200)
    expect((await manager.get(`/v1/jobs/${theirs.id}`)).status).toBe(404)
    const { body } = await manager.get('/v1/jobs')
    expect(body.data.map((job: { id: string }) => job.id)).toEqual([mine.id])
  })

  test('a deleted job is gone from everywhere, a running one cannot be deleted', async () => {
    const job = await draft()
    await admin.post(`/v1/jobs/${job.id}/open`)
    expect((await admin.delete(`/v1/jobs/${job.id}`)).body.code).toBe('job.not_deletable')
    await admin.post(`/v1/jobs/${job.id}/cancel`)
    expect((await admin.delete(`/v1/jobs/${job.id}`)).status).toBe(204)
    expect((await admin.get(`/v1/jobs/${job.id}`)).status).toBe(404)
    expect((await admin.get(`/v1/jobs?filter[status]=cancelled`)).body.data).toEqual([])
    expect(await eventTypes(tenant, job.id)).toEqual([
      'job.created',
      'job.opened',
      'job.cancelled',
      'job.deleted',
    ])
  })
})

describe('states', () => {
  const MOVES = ['open', 'pause', 'close', 'reopen', 'cancel']

  test.each([
    ['draft', []],
    ['open', ['open']],
    ['paused', ['open', 'pause']],
    ['closed', ['open', 'close']],
    ['cancelled', ['cancel']],
  ])('a job that is %s allows exactly its allowed_actions', async (state, path) => {
    for (const move of MOVES) {
      const job = await draft()
      for (const step of path) await admin.post(`/v1/jobs/${job.id}/${step}`)
      const { body: before } = await admin.get(`/v1/jobs/${job.id}`)
      expect(before.status).toBe(state)
      const { status, body } = await admin.post(`/v1/jobs/${job.id}/${move}`, { reason: 'Because' })
      if (before.allowed_actions.includes(move)) {
        expect([status, body.status_reason]).toEqual([200, 'Because'])
      } else {
        expect(status).toBe(409)
        expect(body).toMatchObject({
          code: 'job.invalid_transition',
          current_state: state,
          attempted: move,
          allowed: before.allowed_actions,
        })
        expect(body.reasons[move]).toBeTypeOf('string')
        expect((await admin.get(`/v1/jobs/${job.id}`)).body).toEqual(before)
      }
    }
  })

  test('of two moves at once, one wins', async () => {
    const job = await draft()
    const answers = await Promise.all([
      admin.post(`/v1/jobs/${job.id}/open`),
      admin.post(`/v1/jobs/${job.id}/open`),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
  })

  test('history tells who did what, newest first', async () => {
    const job = await draft()
    await admin.post(`/v1/jobs/${job.id}/open`)
    await admin.patch(`/v1/jobs/${job.id}`, { title: 'Renamed' })
    await admin.post(`/v1/jobs/${job.id}/pause`, { reason: 'Budget' })
    const { body } = await admin.get(`/v1/jobs/${job.id}/history`)
    expect(body.data.map((entry: { action: string }) => entry.action)).toEqual([
      'pause',
      'update',
      'open',
      'create',
    ])
    expect(body.data[0]).toMatchObject({
      from_status: 'open',
      to_status: 'paused',
      reason: 'Budget',
      actor: { type: 'user', id: tenant.user.id },
    })
    expect(body.data[1].changes).toEqual({ title: { from: ENGINEER.title, to: 'Renamed' } })
  })
})

describe('skills', () => {
  test('known names are recognised, weights come back exactly, ids stay', async () => {
    const job = await draft()
    const skills = [
      { skill: 'Postgres', required: true, weight: 0.8 },
      { skill: 'Basket weaving', category: 'crafts', required: false, weight: 0.1234 },
    ]
    const first = await admin.put(`/v1/jobs/${job.id}/skills`, { skills })
    expect(first.status).toBe(200)
    expect(first.body.data).toMatchObject([
      { skill: 'Postgres', key: 'postgresql', required: true, weight: 0.8 },
      { skill: 'Basket weaving', category: 'crafts', required: false, weight: 0.1234 },
    ])
    const second = await admin.put(`/v1/jobs/${job.id}/skills`, {
      skills: [{ skill: 'PostgreSQL', required: true, weight: 1 }],
    })
    expect(second.body.data[0].id).toBe(first.body.data[0].id)
    const { body } = await admin.get(`/v1/jobs/${job.id}?expand=skills,counters`)
    expect(body.skills).toEqual(second.body.data)
    expect(body.counters).toEqual({ applications: 0, active: 0, hired: 0, rejected: 0, withdrawn: 0 })
    expect(body.version).toBe(3)
  })

  test.each([
    [
      [
        { skill: 'Postgres', required: true, weight: 1 },
        { skill: 'PostgreSQL', required: true, weight: 1 },
      ],
      '/skills/1/skill',
    ],
    [[{ skill: 'Go', required: true, weight: 1.1 }], '/skills/0/weight'],
    [[{ skill: '', required: true, weight: 1 }], '/skills/0/skill'],
  ])('refuses %j', async (skills, pointer) => {
    const job = await draft()
    const { status, body } = await admin.put(`/v1/jobs/${job.id}/skills`, { skills })
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })
})

describe('GET /v1/jobs', async () => {
  const crowd = await api.tenant()
  const titles = ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo', 'Foxtrot', 'Golf']
  for (const [i, title] of titles.entries()) {
    const job = await draft(
      { title, department: i % 2 ? 'Odd' : 'Even', description: `Works with ${i % 3 ? 'kafka' : 'cobol'}` },
      crowd.admin,
    )
    if (i < 3) await crowd.admin.post(`/v1/jobs/${job.id}/open`)
  }
  const list = async (query: string) => (await crowd.admin.get(`/v1/jobs?${query}`)).body
  const titlesOf = (body: { data: { title: string }[] }) => body.data.map((job) => job.title)

  test.each(['title', '-title', 'created_at', '-created_at', 'updated_at'])(
    'pages through all of them by %s',
    async (sort) => {
      const seen: string[] = []
      let cursor: string | null = ''
      do {
        const body = await list(`limit=3&sort=${sort}${cursor ? `&cursor=${cursor}` : ''}`)
        seen.push(...titlesOf(body))
        cursor = body.next_cursor
        expect(body.has_more).toBe(cursor !== null)
      } while (cursor)
      const expected =
        sort === 'updated_at'
          ? [...titles.slice(0, 3), ...titles.slice(3)].sort()
          : sort.startsWith('-')
            ? [...titles].reverse()
            : titles
      expect(sort === 'updated_at' ? [...seen].sort() : seen).toEqual(expected)
    },
  )

  test('filters, searches, and combines both', async () => {
    expect(titlesOf(await list('filter[status]=open&sort=title'))).toEqual(['Alpha', 'Bravo', 'Charlie'])
    expect(titlesOf(await list('filter[status][in]=open,closed&filter[department]=Odd'))).toEqual(['Bravo'])
    expect(titlesOf(await list('q=cobol&sort=title'))).toEqual(['Alpha', 'Delta', 'Golf'])
    expect(titlesOf(await list('q=cobol&filter[status]=draft&sort=title'))).toEqual(['Delta', 'Golf'])
    expect(titlesOf(await list('q=nothing-like-this'))).toEqual([])
    expect(titlesOf(await list(`updated_since=${new Date(Date.now() + 60_000).toISOString()}`))).toEqual([])
  })

  test('answers only the members asked for, and the id', async () => {
    const { body, headers } = await crowd.admin.get('/v1/jobs?fields=title&limit=1&sort=title')
    expect(headers['content-type']).toBe('application/vnd.shortlist.sparse+json')
    expect(Object.keys(body.data[0])).toEqual(['id', 'title'])
  })

  test('an empty list is an empty list', async () => {
    const nobody = await api.tenant()
    expect((await nobody.admin.get('/v1/jobs')).body).toEqual({
      data: [],
      has_more: false,
      next_cursor: null,
    })
  })

  test.each([
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['filter[colour]=red', '/filter[colour]'],
    ['filter[status]=gone', '/filter[status]'],
    ['sort=salary', '/sort'],
    ['cursor=nonsense', '/cursor'],
    ['expand=everything', '/expand/0'],
    ['page=2', '/page'],
  ])('refuses %s', async (query, pointer) => {
    const { status, body } = await crowd.admin.get(`/v1/jobs?${query}`)
    expect([status, body.errors[0].pointer]).toEqual([400, pointer])
  })

  test('a cursor of another order is refused', async () => {
    const { next_cursor } = await list('limit=1&sort=title')
    expect((await crowd.admin.get(`/v1/jobs?limit=1&sort=-title&cursor=${next_cursor}`)).body.code).toBe(
      'request.invalid_cursor',
    )
  })
})
