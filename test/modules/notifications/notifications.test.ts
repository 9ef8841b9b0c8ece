import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { removeExpired } from '#src/workers/housekeeping.repo.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

const api = await testApi()

interface Item {
  id: string
  note_id: string
  read_at: string | null
}

async function add(by: Client): Promise<string> {
  return (await by.post('/v1/candidates', { first_name: 'Ada', last_name: 'Lovelace' })).body.id
}

async function mention(by: Client, candidateId: string, mentions: string[], fields: object = {}) {
  const body = { body: 'Have a look.', mentions, ...fields }
  const answer = await by.post(`/v1/candidates/${candidateId}/notes`, body)
  expect(answer.status).toBe(201)
  return answer.body
}

async function told(by: Client, query = ''): Promise<Item[]> {
  const { status, body } = await by.get(`/v1/me/notifications${query}`)
  expect(status).toBe(200)
  return body.data
}

const unread = async (by: Client): Promise<number> =>
  (await by.get('/v1/me/notifications?limit=1')).body.unread_count

const mark = (by: Client, body: object) => by.post('/v1/me/notifications/read', body)

describe('a mention', async () => {
  const tenant = await api.tenant()
  const { admin, user } = tenant
  const recruiter = await tenant.member('recruiter')

  test('tells everyone who is mentioned but the author, once', async () => {
    const id = await add(admin)
    const note = await mention(admin, id, [recruiter.userId, user.id])
    await tenant.drain()
    const [item, ...others] = (await told(recruiter)).filter(({ note_id }) => note_id === note.id)
    expect(item).toEqual({
      id: expect.any(String),
      type: 'note_mention',
      candidate_id: id,
      note_id: note.id,
      read_at: null,
      created_at: expect.any(String),
    })
    expect(others).toEqual([])
    expect(await told(admin)).toEqual([])
  })

  test('is told once though the task runs several times at once', async () => {
    const note = await mention(admin, await add(admin), [recruiter.userId])
    const [event] = await api.sql<{ id: string }>(
      `select id from events where tenant_id = $1 and payload ->> 'note_id' = $2`,
      [tenant.id, note.id],
    )
    const payload = {
      event_id: event?.id,
      candidate_id: note.candidate_id,
      note_id: note.id,
      user_ids: [recruiter.userId],
    }
    await repeat(tenant, 'notifications.tell_mentioned', payload)
    await tenant.drain()
    expect((await told(recruiter)).filter(({ note_id }) => note_id === note.id)).toHaveLength(1)
  })

  test('that an edit adds is told; one that was there is not told again', async () => {
    const viewer = await tenant.member('viewer')
    const note = await mention(admin, await add(admin), [recruiter.userId], { visibility: 'public' })
    await admin.patch(`/v1/notes/${note.id}`, { mentions: [recruiter.userId, viewer.userId] })
    await admin.patch(`/v1/notes/${note.id}`, { body: 'Have another look.' })
    await tenant.drain()
    for (const by of [recruiter, viewer])
      expect((await told(by)).filter(({ note_id }) => note_id === note.id)).toHaveLength(1)
  })

  test('is not shown once the note or the candidate is gone', async () => {
    const viewer = await tenant.member('viewer')
    const [one, two] = [await add(admin), await add(admin)]
    const note = await mention(admin, one, [viewer.userId], { visibility: 'public' })
    const kept = await mention(admin, two, [viewer.userId], { visibility: 'public' })
    await tenant.drain()
    expect(await unread(viewer)).toBe(2)
    await admin.delete(`/v1/notes/${note.id}`)
    expect((await told(viewer)).map(({ note_id }) => note_id)).toEqual([kept.id])
    expect(await unread(viewer)).toBe(1)
    await admin.delete(`/v1/candidates/${two}`)
    expect([await told(viewer), await unread(viewer)]).toEqual([[], 0])
    await admin.post(`/v1/candidates/${two}/restore`)
    expect(await unread(viewer)).toBe(1)
  })

  test('in owner mode is not shown to who may no longer see the candidate', async () => {
    const discreet = await api.tenant()
    await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [discreet.id])
    const [one, two] = [await discreet.member('recruiter'), await discreet.member('recruiter')]
    const id = await add(one)
    const share = (people: string[]) =>
      api.sql('update candidates set visible_to = $2 where id = $1', [id, people])
    await share([two.userId])
    await mention(one, id, [two.userId])
    await discreet.drain()
    expect([(await told(two)).length, await unread(two)]).toEqual([1, 1])
    await share([])
    expect([await told(two), await unread(two)]).toEqual([[], 0])
  })

  test('is hidden from a manager whom no job of the candidate names any more', async () => {
    const manager = await tenant.member('hiring_manager')
    const id = await add(admin)
    const job = { title: 'Welder', description: 'Welds.', hiring_manager_id: manager.userId }
    const { body } = await admin.post('/v1/jobs', job)
    await admin.post('/v1/applications', { job_id: body.id, candidate_id: id })
    await mention(admin, id, [manager.userId])
    await tenant.drain()
    expect(await unread(manager)).toBe(1)
    await admin.patch(`/v1/jobs/${body.id}`, { hiring_manager_id: null })
    expect([await told(manager), await unread(manager)]).toEqual([[], 0])
  })
})

async function repeat(tenant: TestTenant, name: string, payload: object): Promise<void> {
  await api.sql(
    `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at)
     select $1, gen_random_uuid(), $2, $3, now(), gen_random_uuid(), now() from generate_series(1, 4)`,
    [tenant.id, name, payload],
  )
}

describe('reading', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const recruiter = await tenant.member('recruiter')
  const id = await add(admin)
  for (let i = 0; i < 5; i++) await mention(admin, id, [recruiter.userId])
  await tenant.drain()
  const all = await told(recruiter)

  test('lists in pages, latest first', async () => {
    expect(all).toHaveLength(5)
    const seen: Item[] = []
    let next = ''
    do {
      const { body } = await recruiter.get(`/v1/me/notifications?limit=2${next && `&cursor=${next}`}`)
      seen.push(...body.data)
      expect(body.unread_count).toBe(5)
      next = body.next_cursor ?? ''
    } while (next)
    expect(seen).toEqual(all)
  })

  test('marks some, and then all', async () => {
    const [first, second] = all.map((item) => item.id)
    const { status, body } = await mark(recruiter, { ids: [first, second, newId()] })
    expect([status, body]).toEqual([200, { unread_count: 3 }])
    expect((await told(recruiter, '?filter[read]=true')).map((item) => item.id)).toEqual([first, second])
    expect(await told(recruiter, '?filter[read]=false')).toHaveLength(3)
    const [before] = await told(recruiter)
    expect((await mark(recruiter, { ids: [first] })).body.unread_count).toBe(3)
    expect((await told(recruiter))[0]).toEqual(before)
    expect((await mark(recruiter, { all: true })).body).toEqual({ unread_count: 0 })
    expect(await told(recruiter, '?filter[read]=false')).toEqual([])
  })

  test('leaves what is others’ alone', async () => {
    const [one, two] = [await tenant.member('recruiter'), await tenant.member('recruiter')]
    await mention(admin, id, [one.userId, two.userId])
    await tenant.drain()
    const [theirs] = await told(one)
    expect((await mark(two, { ids: [theirs?.id] })).body.unread_count).toBe(1)
    await mark(two, { all: true })
    expect([await unread(one), await unread(two)]).toEqual([1, 0])
  })

  test.each([{}, { all: false }, { ids: [] }, { ids: ['x'] }, { all: true, ids: [newId()] }])(
    'refuses %j',
    async (body) => {
      expect((await mark(recruiter, body)).status).toBe(422)
    },
  )

  test('is for everyone, and for keys that may', async () => {
    for (const role of ['interviewer', 'client', 'viewer'] as const) {
      const { status, body } = await (await tenant.member(role)).get('/v1/me/notifications')
      expect([status, body.data, body.unread_count]).toEqual([200, [], 0])
    }
    expect((await (await tenant.key(['notes:read'])).get('/v1/me/notifications')).status).toBe(403)
    expect((await (await tenant.key(['notifications:read'])).get('/v1/me/notifications')).status).toBe(200)
  })
})

test('notifications are kept for 90 days', async () => {
  const tenant = await api.tenant()
  const recruiter = await tenant.member('recruiter')
  const id = await add(tenant.admin)
  for (let i = 0; i < 2; i++) await mention(tenant.admin, id, [recruiter.userId])
  await tenant.drain()
  const [young, old] = await told(recruiter)
  const age = (item: Item | undefined, days: number) =>
    api.sql(`update notifications set created_at = created_at - $2 * interval '1 day' where id = $1`, [
      item?.id,
      days,
    ])
  await age(young, 89)
  await age(old, 91)
  await removeExpired(api.context)
  expect((await told(recruiter)).map((item) => item.id)).toEqual([young?.id])
})

test('the unread are counted by an index of theirs alone', async () => {
  const tenant = await api.tenant()
  const recruiter = await tenant.member('recruiter')
  await mention(tenant.admin, await add(tenant.admin), [recruiter.userId])
  await tenant.drain()
  await mark(recruiter, { all: true })
  await api.sql(
    `insert into notifications (tenant_id, id, user_id, type, candidate_id, note_id, event_id, read_at, created_at)
     select tenant_id, gen_random_uuid(), user_id, type, candidate_id, note_id, gen_random_uuid(), read_at, created_at
     from notifications, generate_series(1, 5000) where tenant_id = $1`,
    [tenant.id],
  )
  await api.sql('analyze notifications')
  const plan = await api.sql<{ 'QUERY PLAN': string }>(
    `explain select count(*) from notifications
     where tenant_id = '${tenant.id}' and user_id = '${recruiter.userId}' and read_at is null`,
  )
  expect(plan.map((line) => line['QUERY PLAN']).join(' ')).toContain('idx_notifications_unread')
})
