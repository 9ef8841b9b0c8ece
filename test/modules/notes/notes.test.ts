import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

const api = await testApi()

const DAY = 24 * 60 * 60

async function add(by: Client): Promise<string> {
  const { status, body } = await by.post('/v1/candidates', { first_name: 'Ada', last_name: 'Lovelace' })
  expect(status).toBe(201)
  return body.id
}

async function write(by: Client, candidateId: string, fields: object = {}) {
  const { status, body } = await by.post(`/v1/candidates/${candidateId}/notes`, {
    body: 'Called.',
    ...fields,
  })
  expect(status).toBe(201)
  return body
}

async function apply(by: Client, candidateId: string, job: object): Promise<string> {
  const made = await by.post('/v1/jobs', { title: 'Welder', description: 'Welds.', ...job })
  const { status } = await by.post('/v1/applications', { job_id: made.body.id, candidate_id: candidateId })
  expect(status).toBe(201)
  return made.body.id
}

const idsOf = async (by: Client, candidateId: string, query = ''): Promise<string[]> =>
  (await by.get(`/v1/candidates/${candidateId}/notes${query}`)).body.data.map(({ id }: { id: string }) => id)

const noteEvents = (tenant: TestTenant, candidateId: string) =>
  api.sql<{ type: string; payload: Record<string, unknown> }>(
    `select type, payload from events where tenant_id = $1 and resource_id = $2 and type like 'candidate.note%' order by place`,
    [tenant.id, candidateId],
  )

describe('writing', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const candidate = await add(admin)

  test.each([
    [{}, '/body'],
    [{ body: ' ' }, '/body'],
    [{ body: 'a\u0000b' }, '/body'],
    [{ body: 'x'.repeat(10_001) }, '/body'],
    [{ body: 'x', visibility: 'secret' }, '/visibility'],
    [{ body: 'x', mentions: ['me'] }, '/mentions/0'],
    [{ body: 'x', mentions: Array.from({ length: 51 }, newId) }, '/mentions'],
    [{ body: 'x', author_id: newId() }, '/author_id'],
  ])('refuses %j', async (body, pointer) => {
    const answer = await admin.post(`/v1/candidates/${candidate}/notes`, body)
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('makes a private note, tells of it without its text, and leaves the candidate as it was', async () => {
    const recruiter = await tenant.member('recruiter')
    const id = await add(admin)
    const body = 'Line one\nLine two'
    const answer = await recruiter.post(`/v1/candidates/${id}/notes`, { body })
    const note = answer.body
    expect([answer.status, answer.headers.location, answer.headers.etag]).toEqual([
      201,
      `/v1/notes/${note.id}`,
      '"1"',
    ])
    expect(note).toMatchObject({
      candidate_id: id,
      body,
      visibility: 'private',
      mentions: [],
      author_id: recruiter.userId,
      edited_at: null,
    })
    expect((await admin.get(`/v1/notes/${note.id}`)).body).toEqual(note)
    expect((await admin.get(`/v1/candidates/${id}/notes`)).body.data).toEqual([note])
    expect((await admin.get(`/v1/candidates/${id}`)).body.version).toBe(1)
    const payload = {
      note_id: note.id,
      author_id: recruiter.userId,
      visibility: 'private',
      mentioned: [],
      note_version: 1,
    }
    expect(await noteEvents(tenant, id)).toEqual([{ type: 'candidate.note_added', payload }])
  })

  test('is for those who may, about candidates they see', async () => {
    for (const role of ['viewer', 'interviewer', 'client'] as const) {
      const by = await tenant.member(role)
      expect((await by.post(`/v1/candidates/${candidate}/notes`, { body: 'x' })).status).toBe(403)
    }
    const manager = await tenant.member('hiring_manager')
    expect((await manager.post(`/v1/candidates/${candidate}/notes`, { body: 'x' })).status).toBe(404)
    expect((await manager.get(`/v1/candidates/${candidate}/notes`)).status).toBe(404)
    const reader = await tenant.key(['candidates:write'])
    expect((await reader.get(`/v1/candidates/${candidate}/notes`)).status).toBe(403)
    const writer = await tenant.key(['notes:*'])
    expect((await write(writer, candidate)).author_id).toBe(tenant.user.id)
  })

  test('a deleted candidate takes the notes along, and brings them back', async () => {
    const id = await add(admin)
    const note = await write(admin, id)
    await admin.delete(`/v1/candidates/${id}`)
    expect((await admin.get(`/v1/notes/${note.id}`)).status).toBe(404)
    expect((await admin.patch(`/v1/notes/${note.id}`, { body: 'x' })).status).toBe(404)
    expect((await admin.delete(`/v1/notes/${note.id}`)).status).toBe(404)
    await admin.post(`/v1/candidates/${id}/restore`)
    expect((await admin.get(`/v1/notes/${note.id}`)).body).toEqual(note)
  })
})

describe('who sees a note', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const [author, recruiter, viewer, manager, stranger, named] = await Promise.all([
    tenant.member('recruiter'),
    tenant.member('recruiter'),
    tenant.member('viewer'),
    tenant.member('hiring_manager'),
    tenant.member('hiring_manager'),
    tenant.member('viewer'),
  ])
  const candidate = await add(admin)
  await apply(admin, candidate, { hiring_manager_id: manager.userId, recruiter_id: named.userId })
  const notes = {
    public: await write(author, candidate, { visibility: 'public' }),
    private: await write(author, candidate, { visibility: 'private' }),
    admin_only: await write(author, candidate, { visibility: 'admin_only' }),
  }
  const all = ['public', 'private', 'admin_only'] as const

  const SEEN = [
    ['an admin', admin, all],
    ['the author', author, all],
    ['a recruiter', recruiter, ['public', 'private']],
    ['the hiring manager of a job they applied to', manager, ['public', 'private']],
    ['a viewer whom such a job names', named, ['public', 'private']],
    ['a viewer', viewer, ['public']],
  ] as const

  test.each(SEEN)('%s', async (_who, by, seen) => {
    const ids = seen.map((visibility) => notes[visibility].id)
    expect((await idsOf(by, candidate)).sort()).toEqual(ids.toSorted())
    for (const visibility of all) {
      const status = (seen as readonly string[]).includes(visibility) ? 200 : 404
      expect((await by.get(`/v1/notes/${notes[visibility].id}`)).status).toBe(status)
    }
    // A page is full of what is seen, not thinned out afterwards.
    const page = (await by.get(`/v1/candidates/${candidate}/notes?limit=1`)).body
    expect([page.data.length, page.has_more]).toEqual([1, seen.length > 1])
  })

  test('another hiring manager sees none of them', async () => {
    expect((await stranger.get(`/v1/candidates/${candidate}/notes`)).status).toBe(404)
    for (const { id } of Object.values(notes))
      expect((await stranger.get(`/v1/notes/${id}`)).status).toBe(404)
  })

  test('filters and pages', async () => {
    expect(await idsOf(admin, candidate, '?filter[visibility]=public')).toEqual([notes.public.id])
    expect(await idsOf(admin, candidate, `?filter[author_id]=${author.userId}`)).toHaveLength(3)
    expect(await idsOf(admin, candidate, `?filter[author_id]=${manager.userId}`)).toEqual([])
    expect(
      await idsOf(admin, candidate, `?updated_since=${notes.public.updated_at}&sort=updated_at`),
    ).toHaveLength(3)
    const seen: string[] = []
    let next = ''
    do {
      const { body } = await admin.get(
        `/v1/candidates/${candidate}/notes?limit=2${next && `&cursor=${next}`}`,
      )
      seen.push(...body.data.map(({ id }: { id: string }) => id))
      next = body.next_cursor ?? ''
    } while (next)
    expect(seen).toEqual(await idsOf(admin, candidate))
  })

  test('in owner mode, only who sees the candidate', async () => {
    const discreet = await api.tenant()
    await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [discreet.id])
    const [one, two] = [await discreet.member('recruiter'), await discreet.member('recruiter')]
    const id = await add(one)
    const note = await write(one, id, { visibility: 'public' })
    expect((await two.get(`/v1/candidates/${id}/notes`)).status).toBe(404)
    expect((await two.get(`/v1/notes/${note.id}`)).status).toBe(404)
    expect((await two.delete(`/v1/notes/${note.id}`)).status).toBe(404)
    expect((await discreet.admin.get(`/v1/notes/${note.id}`)).body).toEqual(note)
    const mention = (by: Client, userId: string) =>
      by.post(`/v1/candidates/${id}/notes`, { body: 'x', visibility: 'public', mentions: [userId] })
    for (const by of [one, discreet.admin]) {
      expect((await mention(by, two.userId)).status).toBe(422)
      expect((await mention(by, one.userId)).status).toBe(201)
      expect((await mention(by, discreet.user.id)).status).toBe(201)
    }
    await api.sql('update candidates set visible_to = array[$2::uuid] where id = $1', [id, two.userId])
    expect((await mention(discreet.admin, two.userId)).status).toBe(201)
  })
})

describe('mentions', async () => {
  const tenant = await api.tenant()
  const { admin, user } = tenant
  const [recruiter, viewer, manager, interviewer] = await Promise.all([
    tenant.member('recruiter'),
    tenant.member('viewer'),
    tenant.member('hiring_manager'),
    tenant.member('interviewer'),
  ])
  const candidate = await add(admin)
  const foreign = await api.tenant()
  const mention = (visibility: string, ...mentions: string[]) =>
    recruiter.post(`/v1/candidates/${candidate}/notes`, { body: 'x', visibility, mentions })

  test('are of members who can see the note', async () => {
    const refused = async (visibility: string, userId: string) => {
      const { status, body } = await mention(visibility, user.id, userId)
      expect([visibility, status, body.code, body.errors[0].pointer]).toEqual([
        visibility,
        422,
        'note.unknown_mention',
        '/mentions/1',
      ])
    }
    expect((await mention('public', user.id, viewer.userId, user.id)).body.mentions).toEqual([
      user.id,
      viewer.userId,
    ])
    expect((await mention('admin_only', user.id, recruiter.userId)).status).toBe(201)
    await refused('private', viewer.userId)
    await refused('public', manager.userId)
    await refused('public', interviewer.userId)
    await refused('public', newId())
    await refused('public', foreign.user.id)
    await apply(admin, candidate, { hiring_manager_id: manager.userId })
    expect((await mention('private', manager.userId)).status).toBe(201)
    await refused('admin_only', manager.userId)
    await api.sql("update memberships set status = 'removed' where user_id = $1", [viewer.userId])
    await refused('public', viewer.userId)
  })

  test('that stand do not keep the text from being edited when someone has left', async () => {
    const leaver = await tenant.member('recruiter')
    const { id } = (await mention('private', leaver.userId)).body
    await api.sql("update memberships set status = 'removed' where user_id = $1", [leaver.userId])
    const { status, body } = await recruiter.patch(`/v1/notes/${id}`, { body: 'y' })
    expect([status, body.mentions]).toEqual([200, [leaver.userId]])
  })

  test('are checked again when the audience narrows', async () => {
    const note = (await mention('private', user.id, manager.userId)).body
    const narrow = { visibility: 'admin_only' }
    expect((await recruiter.patch(`/v1/notes/${note.id}`, narrow)).body.code).toBe('note.unknown_mention')
    const { status, body } = await recruiter.patch(`/v1/notes/${note.id}`, { ...narrow, mentions: [user.id] })
    expect([status, body.mentions, body.visibility]).toEqual([200, [user.id], 'admin_only'])
  })
})

describe('editing', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const author = await tenant.member('recruiter')
  const candidate = await add(admin)

  test('is the author’s', async () => {
    const note = await write(author, candidate)
    const { status, body } = await author.patch(`/v1/notes/${note.id}`, { body: 'Called twice.' })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...note,
      body: 'Called twice.',
      version: 2,
      edited_at: body.updated_at,
      updated_at: body.updated_at,
    })
    expect((await author.patch(`/v1/notes/${note.id}`, { body: 'Called twice.' })).body).toEqual(body)
    expect((await author.patch(`/v1/notes/${note.id}`, {})).body).toEqual(body)
    expect((await author.patch(`/v1/notes/${note.id}`, { body: null })).status).toBe(422)
    const refused = await admin.patch(`/v1/notes/${note.id}`, { body: 'x' })
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.forbidden_action'])
    expect((await noteEvents(tenant, candidate)).at(-1)).toMatchObject({
      type: 'candidate.note_updated',
      payload: { note_id: note.id, changed: ['body'], newly_mentioned: [], note_version: 2 },
    })
  })

  test('of an outdated version is refused', async () => {
    const { id } = await write(author, candidate)
    const edit = (body: string) => author.patch(`/v1/notes/${id}`, { body }, { 'if-match': '"1"' })
    const statuses = (await Promise.all([edit('one'), edit('two')])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 412])
    expect((await author.delete(`/v1/notes/${id}`, { 'if-match': '"1"' })).status).toBe(412)
  })

  test('ends after a day; removing does not', async () => {
    const note = await write(author, candidate)
    const age = (seconds: number) =>
      api.sql('update candidate_notes set created_at = $2 where id = $1', [
        note.id,
        new Date(api.clock.now().getTime() - seconds * 1000),
      ])
    await age(DAY - 60)
    expect((await author.patch(`/v1/notes/${note.id}`, { body: 'still' })).status).toBe(200)
    await age(DAY)
    const { status, body } = await author.patch(`/v1/notes/${note.id}`, { body: 'too late' })
    expect([status, body.code]).toEqual([409, 'note.edit_window_over'])
    const { created_at } = (await author.get(`/v1/notes/${note.id}`)).body
    expect(Date.parse(body.editable_until)).toBe(Date.parse(created_at) + DAY * 1000)
    expect((await author.delete(`/v1/notes/${note.id}`)).status).toBe(204)
  })
})

describe('removing', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const [author, recruiter] = [await tenant.member('recruiter'), await tenant.member('recruiter')]
  const candidate = await add(admin)

  test('is the author’s or an admin’s, and nothing of the text stays', async () => {
    for (const by of [author, admin]) {
      const note = await write(author, candidate, { body: 'Has a strong opinion' })
      const refused = await recruiter.delete(`/v1/notes/${note.id}`)
      expect([refused.status, refused.body.code]).toEqual([403, 'auth.forbidden_action'])
      expect((await by.delete(`/v1/notes/${note.id}`)).status).toBe(204)
      expect((await by.delete(`/v1/notes/${note.id}`)).status).toBe(404)
      expect((await by.get(`/v1/notes/${note.id}`)).status).toBe(404)
      expect(await idsOf(admin, candidate)).toEqual([])
      expect(await api.sql('select body from candidate_notes where id = $1', [note.id])).toEqual([
        { body: '' },
      ])
      expect((await noteEvents(tenant, candidate)).at(-1)).toMatchObject({
        type: 'candidate.note_removed',
        payload: { note_id: note.id, visibility: 'private', note_version: 2 },
      })
    }
    const stored = await api.sql('select payload::text as text from events where tenant_id = $1', [tenant.id])
    expect(JSON.stringify(stored)).not.toContain('opinion')
  })
})
