import { describe, expect, test } from 'vitest'
import { parsed, resumeText } from '#test/modules/resumes/support.ts'
import { testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'
import { addCandidate, idsOf, pointersOf } from './support.ts'

const api = await testApi()

const search = (by: Client, body: object) => by.post('/v1/candidates/search', body)
const names = ({ body }: { body: { data: { first_name: string }[] } }) =>
  body.data.map(({ first_name }) => first_name)

describe('the words of a search', async () => {
  const { admin } = await api.tenant()
  const john = await addCandidate(admin, {
    first_name: 'John',
    last_name: 'Smith',
    headline: 'Site engineer',
    company: 'Bridge & Sons',
  })
  await admin.put(`/v1/candidates/${john.id}/experiences`, {
    experiences: [
      { title: 'Managing director', company: 'Tunnels Ltd', description: 'Built the old harbour' },
    ],
  })
  await addCandidate(admin, { first_name: 'Zoë', last_name: "O'Neill-Łukasz", location: 'Zürich' })
  await addCandidate(admin, { first_name: 'Will', last_name: 'Banks', headline: 'Director of harbours' })
  await addCandidate(admin, { first_name: 'Иван', last_name: 'Петров' })

  test.each([
    ['john', ['John']],
    ['JOHN smith', ['John']],
    ['joh smi', ['John']],
    ['smi joh', ['John']],
    ['j', ['John']],
    ['john engineering', ['John']],
    ['manager tunnels', ['John']],
    ['"old harbour"', ['John']],
    ['"harbour old"', []],
    ['harbour', ['Will', 'John']],
    ['harbour -director', []],
    ['harbour -managing', ['Will']],
    ['zoe or john', ['John', 'Zoë']],
    ['zoe', ['Zoë']],
    ['Zoë Oneill', []],
    ['zoë o’neill', ['Zoë']],
    ['neil luk', ['Zoë']],
    ['zurich', ['Zoë']],
    ['will', ['Will']],
    ['петр ив', ['Иван']],
    ['nobody', []],
    ['the', ['John']],
    ['which', []],
    ['-', []],
    ['" -" or', []],
    ["':* & | !", []],
    ["a' & b':*", []],
    ['bridge & sons', ['John']],
  ])('%s', async (q, expected) => {
    const byRank = await search(admin, { q })
    expect(byRank.status).toBe(200)
    expect(names(byRank).sort()).toEqual(expected.toSorted())
    const listed = await admin.get(`/v1/candidates?q=${encodeURIComponent(q)}`)
    expect(names(listed).sort()).toEqual(expected.toSorted())
  })

  test('the headline counts more than a description', async () => {
    expect(names(await search(admin, { q: 'harbour' }))).toEqual(['Will', 'John'])
  })

  test('are found as soon as they are written, and no longer than they stand', async () => {
    const { id } = await addCandidate(admin, { first_name: 'Nia', company: 'Quuxworks' })
    const finds = async (q: string) => idsOf(await search(admin, { q })).includes(id)
    expect(await finds('quuxworks')).toBe(true)
    await admin.patch(`/v1/candidates/${id}`, { company: 'Corge' })
    expect([await finds('quuxworks'), await finds('corge')]).toEqual([false, true])
    await admin.put(`/v1/candidates/${id}/skills`, { skills: [{ skill: 'Beekeeping' }] })
    expect([await finds('beekeeping'), await finds('beekeeper -corge')]).toEqual([true, false])
    await admin.put(`/v1/candidates/${id}/skills`, { skills: [] })
    expect(await finds('beekeeping')).toBe(false)
    await admin.delete(`/v1/candidates/${id}`)
    expect(await finds('corge')).toBe(false)
    await admin.post(`/v1/candidates/${id}/restore`)
    expect(await finds('corge')).toBe(true)
  })
})

describe('a page of a search', async () => {
  const { admin } = await api.tenant()
  const added: string[] = []
  for (let i = 0; i < 7; i++) {
    const { id } = await addCandidate(admin, {
      first_name: `Kim${i}`,
      headline: i < 3 ? 'Glazier and glazier' : 'Glazier',
      source: i % 2 ? 'fair' : 'referral',
      location: 'Lima',
    })
    if (i < 2) await admin.put(`/v1/candidates/${id}/skills`, { skills: [{ skill: 'SQL' }] })
    added.push(id)
  }

  test('goes on where the one before ended, the best first', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await search(admin, { q: 'glazier', limit: 3, ...(cursor && { cursor }) })
      expect(body.found).toBe(7)
      seen.push(...idsOf({ body }))
      cursor = body.next_cursor ?? undefined
      expect(body.has_more).toBe(cursor !== undefined)
    } while (cursor)
    expect(seen).toHaveLength(7)
    expect(new Set(seen)).toEqual(new Set(added))
    expect(new Set(seen.slice(0, 3))).toEqual(new Set(added.slice(0, 3)))
  })

  test('takes the filters of the list, and counts all that was found', async () => {
    const { status, body } = await search(admin, {
      q: 'glazier',
      filters: { source: { in: ['fair', 'referral'] }, location: 'Lima' },
      facets: ['source', 'skill', 'company', 'owner_id', 'location'],
      limit: 1,
    })
    expect(status).toBe(200)
    expect(body.facets).toEqual({
      source: [
        { value: 'referral', candidates: 4 },
        { value: 'fair', candidates: 3 },
      ],
      skill: [{ value: 'sql', candidates: 2 }],
      company: [],
      owner_id: [{ value: expect.any(String), candidates: 7 }],
      location: [{ value: 'Lima', candidates: 7 }],
    })
    const narrowed = await search(admin, {
      q: 'glazier',
      filters: { skill: 'sql', source: 'fair' },
      facets: ['source'],
    })
    expect([narrowed.body.found, idsOf(narrowed)]).toEqual([1, [added[1]]])
    expect(narrowed.body.facets).toEqual({ source: [{ value: 'fair', candidates: 1 }] })
    const listed = await admin.get('/v1/candidates?q=glazier&filter[skill]=SQL&sort=created_at')
    expect(idsOf(listed)).toEqual(added.slice(0, 2))
  })

  test('is expanded like a list', async () => {
    const { body } = await search(admin, { q: 'kim0', expand: ['profile', 'contacts', 'external_ids'] })
    expect(body.data).toMatchObject([
      { emails: [], phones: [], external_ids: [], profile: { skills: [{ key: 'sql' }] } },
    ])
    const listed = await admin.get('/v1/candidates?q=kim0&expand=profile,contacts,external_ids')
    expect(listed.body.data).toEqual(body.data)
  })

  test.each([
    [{}, '/q'],
    [{ q: ' ' }, '/q'],
    [{ q: 'a\u0000' }, '/q'],
    [{ q: 'a', filters: { phone: '1' } }, '/filters/phone'],
    [{ q: 'a', filters: { source: { like: 'x' } } }, '/filters/source/like'],
    [{ q: 'a', filters: { owner_id: 'me' } }, '/filters/owner_id'],
    [{ q: 'a', filters: { created_at: '2026-01-01T00:00:00Z' } }, '/filters/created_at'],
    [{ q: 'a', facets: ['email'] }, '/facets/0'],
    [{ q: 'a', limit: 101 }, '/limit'],
  ])('is refused for %j', async (body, pointer) => {
    const answer = await search(admin, body)
    expect([answer.status, pointersOf(answer)]).toEqual([422, [pointer]])
  })

  test('is refused for a cursor of another kind', async () => {
    const { body } = await admin.get('/v1/candidates?limit=1')
    const answer = await search(admin, { q: 'a', cursor: body.next_cursor })
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid_cursor'])
  })
})

describe('the text of the primary resume', async () => {
  const tenant = await api.tenant()

  test('is found, and counts less than the profile', async () => {
    const parse = await parsed(tenant, { text: `${resumeText()}\nHobbies\nSpelunking in karst caves\n` })
    const said = await addCandidate(tenant.admin, { headline: 'Spelunking guide' })
    expect(idsOf(await search(tenant.admin, { q: 'spelunking' }))).toEqual([said.id, parse.candidate_id])
    await tenant.admin.patch(`/v1/candidates/${parse.candidate_id}`, { headline: 'Other' })
    expect(idsOf(await search(tenant.admin, { q: '"karst caves"' }))).toEqual([parse.candidate_id])
  })

  test('may be long and strange', async () => {
    const words = Array.from({ length: 30_000 }, (_, i) => `wörd${i.toString(36)}`).join(' ')
    const text = `${resumeText()}\n${'x'.repeat(5000)}\n${words}`
    const { state, candidate_id } = await parsed(tenant, { text })
    expect(state).not.toBe('failed')
    expect(idsOf(await search(tenant.admin, { q: 'wordz' }))).toContain(candidate_id)
  })
})

describe('what a search shows', async () => {
  const tenant = await api.tenant()
  await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [tenant.id])
  const one = await tenant.member('recruiter')
  const two = await tenant.member('recruiter')
  const mine = await addCandidate(one, { headline: 'Cooper', email: 'cooper@mail.example', source: 'fair' })
  const theirs = await addCandidate(two, { headline: 'Cooper', source: 'web' })

  test('is what the list shows: one’s own, shared, or all', async () => {
    const both = new Set([mine.id, theirs.id])
    expect(new Set(idsOf(await search(tenant.admin, { q: 'cooper' })))).toEqual(both)
    const { body } = await search(one, { q: 'cooper', facets: ['source'] })
    expect([idsOf({ body }), body.found]).toEqual([[mine.id], 1])
    expect(body.facets.source).toEqual([{ value: 'fair', candidates: 1 }])
    expect(idsOf(await two.get('/v1/candidates?q=cooper'))).toEqual([theirs.id])
    await api.sql('update candidates set visible_to = array[$2::uuid] where tenant_id = $1 and id = $3', [
      tenant.id,
      two.userId,
      mine.id,
    ])
    expect(new Set(idsOf(await search(two, { q: 'cooper' })))).toEqual(both)
  })

  test('is not spent on hidden rows', async () => {
    await api.sql(
      `with hidden as (
         insert into candidates (tenant_id, id, first_name, owner_id, created_at, updated_at)
         select $1, gen_random_uuid(), 'Hidden', $2, now(), now() from generate_series(1, 1100) returning id)
       insert into candidate_search (tenant_id, candidate_id, profile)
       select $1, id, setweight(to_tsvector('simple', 'cooper cooper'), 'A') from hidden`,
      [tenant.id, two.userId],
    )
    expect(idsOf(await search(one, { q: 'cooper' }))).toEqual([mine.id])
    expect((await search(tenant.admin, { q: 'cooper' })).body.found).toBe(1000)
  })

  test('to a hiring manager is who applied to their jobs', async () => {
    const shared = await api.tenant()
    const manager = await shared.member('hiring_manager')
    const [applied] = [
      await addCandidate(shared.admin, { headline: 'Cooper' }),
      await addCandidate(shared.admin, { headline: 'Cooper' }),
    ]
    const job = await shared.admin.post('/v1/jobs', {
      title: 'Cooper',
      description: 'Barrels.',
      hiring_manager_id: manager.userId,
    })
    await shared.admin.post('/v1/applications', { job_id: job.body.id, candidate_id: applied.id })
    expect(idsOf(await search(manager, { q: 'cooper' }))).toEqual([applied.id])
    expect(idsOf(await manager.get('/v1/candidates?q=cooper'))).toEqual([applied.id])
  })

  test('is no address to who sees none, nor a way to ask for one', async () => {
    const viewer = await tenant.member('viewer')
    const refused = await search(viewer, { q: 'cooper', filters: { email: 'cooper@mail.example' } })
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.forbidden_action'])
    expect(idsOf(await search(tenant.admin, { q: 'cooper@mail.example' }))).toEqual([])
  })

  test('is nothing of another tenant', async () => {
    const { admin } = await api.tenant()
    expect(idsOf(await search(admin, { q: 'cooper' }))).toEqual([])
  })
})
