import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { tasks } from '#src/modules/registry.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

const api = await testApi()

interface Activity {
  id: string
  type: string
  resource: string
  resource_id: string
  sequence: number
  actor: { type: string; id: string | null; name: string | null }
  details: Record<string, unknown>
  occurred_at: string
}

async function add(by: Client): Promise<string> {
  const { status, body } = await by.post('/v1/candidates', { first_name: 'Ada', last_name: 'Lovelace' })
  expect(status).toBe(201)
  return body.id
}

async function timeline(by: Client, candidateId: string, query = ''): Promise<Activity[]> {
  const { status, body } = await by.get(`/v1/candidates/${candidateId}/timeline${query}`)
  expect(status).toBe(200)
  return body.data
}

const typesOf = (activities: Activity[]) => activities.map(({ type }) => type)

/** The ids of the events that are about a candidate, latest first. */
async function factsOf({ id }: TestTenant, candidateId: string): Promise<string[]> {
  const rows = await api.sql<{ id: string }>(
    `select id from events where tenant_id = $1 and (resource_id = $2 or payload ->> 'candidate_id' = $2::text)
     order by sequence desc`,
    [id, candidateId],
  )
  return rows.map((row) => row.id)
}

describe('the timeline', async () => {
  const tenant = await api.tenant()
  const { admin, user } = tenant
  const byAdmin = { type: 'user', id: user.id, name: 'Ada Admin' }

  test('tells the life of a candidate, every fact once', async () => {
    const id = await add(admin)
    await admin.put(`/v1/candidates/${id}/tags/Welder`)
    const note = (await admin.post(`/v1/candidates/${id}/notes`, { body: 'Called.', visibility: 'public' }))
      .body
    await admin.patch(`/v1/notes/${note.id}`, { body: 'Called twice.' })
    const bytes = Buffer.from(
      'Ada Lovelace\nada@mail.example\n\nExperience\nWelder at Iron Ltd, 2019 - 2024\n',
    )
    const files = { file: { filename: 'cv.txt', bytes } }
    const resume = (await admin.upload('/v1/resumes', { fields: { candidate_id: id }, files })).body.resume
    await tenant.drain()
    const job = (await admin.post('/v1/jobs', { title: 'Welder', description: 'Welds.' })).body
    await admin.post(`/v1/jobs/${job.id}/open`)
    const application = (await admin.post('/v1/applications', { job_id: job.id, candidate_id: id })).body
    await admin.post(`/v1/jobs/${job.id}/close`, { application_disposition: 'reject' })
    await tenant.drain()
    await admin.delete(`/v1/notes/${note.id}`)
    await admin.delete(`/v1/candidates/${id}`)
    expect((await admin.get(`/v1/candidates/${id}/timeline`)).status).toBe(404)
    await admin.post(`/v1/candidates/${id}/restore`)
    await tenant.drain()

    const activities = await timeline(admin, id)
    expect(typesOf(activities)).toEqual([
      'candidate.restored',
      'candidate.quarantined',
      'candidate.note_removed',
      'application.rejected',
      'application.created',
      'resume.parsed',
      'candidate.updated',
      'resume.uploaded',
      'candidate.note_updated',
      'candidate.note_added',
      'candidate.updated',
      'candidate.created',
    ])
    expect(activities.map((activity) => activity.id)).toEqual(await factsOf(tenant, id))
    const one = (type: string) => activities.find((activity) => activity.type === type)
    expect(activities.at(-1)).toEqual({
      id: expect.any(String),
      sequence: expect.any(Number),
      type: 'candidate.created',
      resource: 'candidate',
      resource_id: id,
      actor: byAdmin,
      details: { source: null, owner_id: user.id },
      occurred_at: expect.any(String),
    })
    expect(activities.at(-2)).toMatchObject({ type: 'candidate.updated', details: { changed: ['tags'] } })
    expect(one('candidate.note_added')).toMatchObject({
      resource: 'candidate',
      details: { note_id: note.id, visibility: 'public', mentioned: [] },
    })
    expect(one('resume.parsed')).toMatchObject({
      resource: 'resume',
      resource_id: resume.id,
      actor: { type: 'system', id: null, name: null },
    })
    expect(one('application.rejected')).toMatchObject({
      resource: 'application',
      resource_id: application.id,
      details: { job_id: job.id, from_status: 'active', status: 'rejected', reason: 'job_closed' },
    })
    expect(JSON.stringify(activities)).not.toContain('Called')
  })

  test('holds a fact once, however often and at once it is told', async () => {
    const id = await add(admin)
    await admin.patch(`/v1/candidates/${id}`, { company: 'Iron Ltd' })
    await tenant.drain()
    const facts = await factsOf(tenant, id)
    const again = await api.sql<{ id: string }>(
      `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at)
       select $1, gen_random_uuid(), 'timeline.record', jsonb_build_object('event_ids', jsonb_build_array(fact)), now(), fact, now()
       from unnest($2::uuid[]) as fact, generate_series(1, 5) returning id`,
      [tenant.id, facts],
    )
    const ran = await Promise.all(
      again.map((task) => runTask(api.context, tasks, { tenantId: tenant.id, taskId: task.id })),
    )
    expect(new Set(ran)).toEqual(new Set(['done']))
    expect((await timeline(admin, id)).map((activity) => activity.id)).toEqual(facts)
  })

  test('holds as many rows as there were facts, and none about anybody else', async () => {
    const busy = await api.tenant()
    const ids = await Promise.all(Array.from({ length: 5 }, () => add(busy.admin)))
    await Promise.all(
      ids.flatMap((id) =>
        ['a', 'b', 'c'].flatMap((name) => [
          busy.admin.put(`/v1/candidates/${id}/tags/${name}`),
          busy.admin.post(`/v1/candidates/${id}/notes`, { body: name }),
          busy.admin.patch(`/v1/candidates/${id}`, { company: name }),
        ]),
      ),
    )
    await busy.admin.post('/v1/jobs', { title: 'Welder', description: 'Welds.' })
    await busy.drain()
    for (const id of ids)
      expect((await timeline(busy.admin, id, '?limit=100')).map((one) => one.id)).toEqual(
        await factsOf(busy, id),
      )
    const [count] = await api.sql<{ activities: number; facts: number }>(
      `select (select count(*)::int from candidate_activities where tenant_id = $1) as activities,
         (select count(*)::int from events where tenant_id = $1 and resource = 'candidate') as facts`,
      [busy.id],
    )
    expect(count?.activities).toBe(count?.facts)
    expect(count?.facts).toBe(5 * 10)
  })

  test('outlives the events', async () => {
    const id = await add(admin)
    await tenant.drain()
    const before = await timeline(admin, id)
    await api.sql('delete from events where tenant_id = $1 and resource_id = $2', [tenant.id, id])
    expect(await timeline(admin, id)).toEqual(before)
  })

  test('pages, filters, and tells what is new', async () => {
    const id = await add(admin)
    for (let i = 0; i < 5; i++) {
      await admin.patch(`/v1/candidates/${id}`, { company: `No ${i}` })
      api.clock.advance(1)
    }
    await tenant.drain()
    const all = await timeline(admin, id)
    expect(all).toHaveLength(6)
    for (const sort of ['-sequence', 'sequence']) {
      const seen: Activity[] = []
      let next = ''
      do {
        const page = await admin.get(
          `/v1/candidates/${id}/timeline?limit=4&sort=${sort}${next && `&cursor=${next}`}`,
        )
        seen.push(...page.body.data)
        next = page.body.next_cursor ?? ''
      } while (next)
      expect(seen).toEqual(sort === 'sequence' ? all.toReversed() : all)
    }
    expect(typesOf(await timeline(admin, id, '?filter[type]=candidate.created'))).toEqual([
      'candidate.created',
    ])
    expect(await timeline(admin, id, '?filter[type][in]=candidate.created,candidate.updated')).toEqual(all)
    expect(await timeline(admin, id, `?updated_since=${all[1]?.occurred_at}`)).toEqual(all.slice(0, 2))
    expect((await admin.get(`/v1/candidates/${id}/timeline?sort=type`)).status).toBe(400)
  })

  test('names the key that did it', async () => {
    const key = await tenant.key(['candidates:*'])
    const id = await add(key)
    await tenant.drain()
    expect((await timeline(key, id))[0]?.actor).toMatchObject({ type: 'api_key', name: 'test' })
  })
})

describe('who sees of the timeline', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant

  test('the facts about a note: those who see the note, also when it is gone', async () => {
    const [author, recruiter, viewer] = await Promise.all([
      tenant.member('recruiter'),
      tenant.member('recruiter'),
      tenant.member('viewer'),
    ])
    const id = await add(admin)
    for (const visibility of ['public', 'private', 'admin_only']) {
      const { body } = await author.post(`/v1/candidates/${id}/notes`, { body: 'x', visibility })
      if (visibility !== 'private') await author.delete(`/v1/notes/${body.id}`)
    }
    await tenant.drain()
    const seen = async (by: Client) =>
      (await timeline(by, id, '?sort=sequence')).flatMap(({ type, details }) =>
        details.visibility ? [`${type.split('note_')[1]} ${details.visibility}`] : [],
      )
    const PUBLIC = ['added public', 'removed public']
    const ADMIN = ['added admin_only', 'removed admin_only']
    expect(await seen(admin)).toEqual([...PUBLIC, 'added private', ...ADMIN])
    expect(await seen(author)).toEqual([...PUBLIC, 'added private', ...ADMIN])
    expect(await seen(recruiter)).toEqual([...PUBLIC, 'added private'])
    expect(await seen(viewer)).toEqual(PUBLIC)
    expect(await seen(await tenant.key(['candidates:read']))).toEqual([])
    expect(await seen(await tenant.key(['candidates:read', 'notes:read']))).toHaveLength(5)
    expect((await viewer.get(`/v1/candidates/${id}/timeline?limit=2`)).body).toMatchObject({ has_more: true })
  })

  test('a hiring manager: who applied to their jobs', async () => {
    const manager = await tenant.member('hiring_manager')
    const id = await add(admin)
    await tenant.drain()
    expect((await manager.get(`/v1/candidates/${id}/timeline`)).status).toBe(404)
    const { body } = await admin.post('/v1/jobs', {
      title: 'Welder',
      description: 'Welds.',
      hiring_manager_id: manager.userId,
    })
    await admin.post('/v1/applications', { job_id: body.id, candidate_id: id })
    await tenant.drain()
    expect(typesOf(await timeline(manager, id))).toEqual(['application.created', 'candidate.created'])
    expect((await (await tenant.member('interviewer')).get(`/v1/candidates/${id}/timeline`)).status).toBe(403)
  })

  test('in owner mode: who sees the candidate', async () => {
    const discreet = await api.tenant()
    await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [discreet.id])
    const [one, two] = [await discreet.member('recruiter'), await discreet.member('recruiter')]
    const id = await add(one)
    await discreet.drain()
    expect(typesOf(await timeline(one, id))).toEqual(['candidate.created'])
    expect((await two.get(`/v1/candidates/${id}/timeline`)).status).toBe(404)
  })
})

test('an event about a candidate who is not there leaves nothing, and holds nothing up', async () => {
  const tenant = await api.tenant()
  await api.sql(
    `insert into events (tenant_id, id, type, resource, resource_id, payload, actor, request_id, occurred_at)
     values ($1, $2, 'application.created', 'application', $2, jsonb_build_object('candidate_id', $3::text),
       '{"type":"system","id":null}', $2, now())`,
    [tenant.id, newId(), newId()],
  )
  await tenant.drain()
  expect(await api.sql('select 1 from candidate_activities where tenant_id = $1', [tenant.id])).toEqual([])
  expect(await api.sql('select 1 from tasks where tenant_id = $1', [tenant.id])).toEqual([])
})
