import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { EMBEDDER, embed } from '#src/modules/scoring/embed.ts'
import { addCandidate, idsOf, pointersOf } from '#test/modules/candidates/support.ts'
import { addResume, type Person } from '#test/modules/matching/resumes.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

const api = await testApi()

const search = (by: Client, body: object) => by.post('/v1/candidates/search', { mode: 'semantic', ...body })
const similar = (by: Client, id: string, query = '') => by.get(`/v1/candidates/${id}/similar${query}`)
const similarIds = ({ body }: { body: { data: { candidate: { id: string } }[] } }) =>
  body.data.map(({ candidate }) => candidate.id)

/** Who is read of a resume about these works. */
const person = (name: string, title: string, ...skills: string[]): Person => ({ name, title, skills })

/** Candidates of whom only the vector is made, of a text. */
async function addVectors(
  { id: tenantId }: TestTenant,
  texts: string[],
  more: { source?: string; owner?: string } = {},
) {
  const ids = texts.map(newId)
  await api.sql(
    `with made as (
       insert into candidates (tenant_id, id, first_name, source, owner_id, created_at, updated_at)
       select $1, unnest($2::uuid[]), 'Some', $5, $6, now(), now() returning id)
     insert into embeddings (tenant_id, id, subject, subject_id, model, embedding, created_at, updated_at)
     select $1, gen_random_uuid(), 'candidate', v.id, $4, v.vector::halfvec, now(), now()
     from unnest($2::uuid[], $3::text[]) as v(id, vector)`,
    [
      tenantId,
      ids,
      texts.map((text) => JSON.stringify([...embed(text)])),
      EMBEDDER.model,
      more.source ?? null,
      more.owner ?? null,
    ],
  )
  return ids
}

describe('a search by meaning', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const nurse = await addResume(tenant, person('Ann Aid', 'Registered Nurse', 'patient care', 'triage'))
  const coder = await addResume(tenant, person('Ben Byte', 'Software Engineer', 'TypeScript', 'PostgreSQL'))
  const admins = await addResume(tenant, person('Cem Core', 'Database Administrator', 'PostgreSQL', 'Oracle'))
  await addCandidate(admin, { first_name: 'Without', headline: 'Software Engineer' })

  test('has the nearest first, and all who have a resume', async () => {
    const { status, body } = await search(admin, { q: 'software engineers who know postgresql' })
    expect([status, body.found, body.has_more]).toEqual([200, 3, false])
    expect(idsOf({ body })).toEqual([coder.candidateId, admins.candidateId, nurse.candidateId])
    expect(idsOf(await search(admin, { q: 'nursing of patients' }))[0]).toBe(nurse.candidateId)
  })

  test('knows nothing of names', async () => {
    const { body } = await search(admin, { q: 'ben byte' })
    const named = await search(admin, { q: 'ben byte', mode: 'text' })
    expect(idsOf(named)).toEqual([coder.candidateId])
    expect(body.found).toBe(3)
  })

  test('finds nothing for what says nothing', async () => {
    expect((await search(admin, { q: '...' })).body).toMatchObject({ data: [], found: 0, has_more: false })
  })

  test('takes the filters, facets and expansions of the search by words', async () => {
    await admin.put(`/v1/candidates/${coder.candidateId}/tags/Shortlisted`)
    await admin.put(`/v1/candidates/${admins.candidateId}/tags/Shortlisted`)
    const { body } = await search(admin, {
      q: 'postgresql',
      filters: { tag: 'shortlisted' },
      facets: ['tag', 'skill', 'location'],
      expand: ['tags'],
    })
    expect(new Set(idsOf({ body }))).toEqual(new Set([coder.candidateId, admins.candidateId]))
    expect(body.data[0].tags).toMatchObject([{ name: 'Shortlisted' }])
    expect(body.facets.tag).toEqual([{ value: 'Shortlisted', candidates: 2 }])
    expect(body.facets.skill[0]).toEqual({ value: 'postgresql', candidates: 2 })
    expect(body.facets.location).toEqual([{ value: 'Berlin, Germany', candidates: 2 }])
  })

  test('together with words has those first whom both find', async () => {
    const hybrid = idsOf(await search(admin, { q: 'postgresql oracle', mode: 'hybrid' }))
    expect(hybrid[0]).toBe(admins.candidateId)
    expect(new Set(hybrid)).toEqual(new Set([coder.candidateId, admins.candidateId, nurse.candidateId]))
    const [without] = idsOf(await search(admin, { q: 'without', mode: 'hybrid' }))
    expect(without).toBe(idsOf(await search(admin, { q: 'without', mode: 'text' }))[0])
  })

  test.each([
    [{ mode: 'psychic', q: 'a' }, '/mode'],
    [{ q: 'a', facets: ['email'] }, '/facets/0'],
    [{ q: '' }, '/q'],
  ])('is refused for %j', async (body, pointer) => {
    const answer = await search(admin, body)
    expect([answer.status, pointersOf(answer)]).toEqual([422, [pointer]])
  })

  test('sees nothing of another tenant', async () => {
    const other = await api.tenant()
    expect((await search(other.admin, { q: 'nurse' })).body.found).toBe(0)
  })
})

describe('pages', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  // Of the same words, so all are equally near.
  const added = (
    await addVectors(
      tenant,
      Array.from({ length: 230 }, () => 'bricklayer walls'),
    )
  ).sort()

  test('go through the 200 nearest, equal ones by id, each once', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await search(admin, { q: 'bricklayer', limit: 70, ...(cursor && { cursor }) })
      expect(body.found).toBe(200)
      seen.push(...idsOf({ body }))
      cursor = body.next_cursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(added.slice(0, 200))
  })

  test('of the similar ones too, without the candidate itself', async () => {
    const [first = ''] = added
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await similar(admin, first, `?limit=70${cursor && `&cursor=${cursor}`}`)
      seen.push(...similarIds({ body }))
      cursor = body.next_cursor ?? ''
    } while (cursor)
    expect(seen).toEqual(added.slice(1, 200))
  })
})

describe('a filter', () => {
  test('that few pass is answered with all who do, however far away', async () => {
    const tenant = await api.tenant()
    await addVectors(
      tenant,
      Array.from({ length: 1100 }, (_, n) => `sommelier wine ${n}`),
    )
    const far = await addVectors(tenant, ['crane driver', 'tower crane', 'crane'], { source: 'fair' })
    const { body } = await search(tenant.admin, { q: 'sommelier', filters: { source: 'fair' } })
    expect([new Set(idsOf({ body })), body.found]).toEqual([new Set(far), 3])
  })

  test('that many pass who are all far away is answered too', async () => {
    const tenant = await api.tenant()
    await addVectors(
      tenant,
      Array.from({ length: 1050 }, (_, n) => `sommelier wine ${n}`),
      { source: 'web' },
    )
    const far = await addVectors(
      tenant,
      Array.from({ length: 1010 }, (_, n) => `crane ${n}`),
      { source: 'fair' },
    )
    const { body } = await search(tenant.admin, {
      q: 'sommelier wine',
      filters: { source: 'fair' },
      limit: 100,
    })
    expect([body.data.length, body.found]).toEqual([100, 200])
    expect(idsOf({ body }).every((id) => far.includes(id))).toBe(true)
    const near = await search(tenant.admin, { q: 'sommelier wine', filters: { source: 'web' } })
    expect(near.body.found).toBe(200)
  })
})

describe('similar candidates', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const one = await addResume(tenant, person('Ann One', 'Pastry Chef', 'baking', 'chocolate'))
  const two = await addResume(tenant, person('Ben Two', 'Pastry Chef', 'baking', 'bread'))
  const three = await addResume(tenant, person('Cem Three', 'Tax Accountant', 'audit', 'ledgers'))

  test('are the nearest to one, who is not among them', async () => {
    const { status, body } = await similar(admin, one.candidateId)
    expect([status, similarIds({ body }), body.has_more]).toEqual([
      200,
      [two.candidateId, three.candidateId],
      false,
    ])
    const [first, second] = body.data
    expect(first.similarity).toBeGreaterThan(second.similarity)
    expect(first.candidate).toMatchObject({ first_name: 'Ben', last_name: 'Two' })
  })

  test('pass the filters of the list', async () => {
    await admin.patch(`/v1/candidates/${three.candidateId}`, { source: 'fair' })
    expect(similarIds(await similar(admin, one.candidateId, '?filter[source]=fair'))).toEqual([
      three.candidateId,
    ])
    expect((await similar(admin, one.candidateId, '?filter[shoe]=9')).status).toBe(400)
    expect((await similar(admin, one.candidateId, '?cursor=x')).body.code).toBe('request.invalid_cursor')
  })

  test('are none of one without a resume, and of one who is gone there is no answer', async () => {
    const without = await addCandidate(admin, { first_name: 'Without' })
    expect((await similar(admin, without.id)).body.data).toEqual([])
    await admin.delete(`/v1/candidates/${two.candidateId}`)
    expect(similarIds(await similar(admin, one.candidateId))).toEqual([three.candidateId])
    expect((await similar(admin, two.candidateId)).status).toBe(404)
    await admin.post(`/v1/candidates/${two.candidateId}/restore`)
    expect(similarIds(await similar(admin, one.candidateId))[0]).toBe(two.candidateId)
  })
})

describe('who sees whom', () => {
  test('is one’s own, shared, or all, and what is hidden takes no place', async () => {
    const tenant = await api.tenant()
    await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [tenant.id])
    const recruiter = await tenant.member('recruiter')
    const mine = await addVectors(tenant, ['welder', 'welder of pipes'], { owner: recruiter.userId })
    const hidden = await addVectors(
      tenant,
      Array.from({ length: 1200 }, () => 'welder welder'),
      { owner: tenant.user.id },
    )
    expect(new Set(idsOf(await search(recruiter, { q: 'welder' })))).toEqual(new Set(mine))
    expect(similarIds(await similar(recruiter, mine[0] ?? ''))).toEqual([mine[1]])
    expect((await similar(recruiter, hidden[0] ?? '')).status).toBe(404)
    expect((await search(tenant.admin, { q: 'welder' })).body.found).toBe(200)
  })

  test('is, to a hiring manager, who applied to their jobs', async () => {
    const tenant = await api.tenant()
    const manager = await tenant.member('hiring_manager')
    const [applied = '', other = ''] = await addVectors(tenant, ['glazier', 'glazier of windows'])
    const job = await tenant.admin.post('/v1/jobs', {
      title: 'Glazier',
      description: 'Windows.',
      hiring_manager_id: manager.userId,
    })
    await tenant.admin.post('/v1/applications', { job_id: job.body.id, candidate_id: applied })
    expect(idsOf(await search(manager, { q: 'glazier' }))).toEqual([applied])
    expect(similarIds(await similar(manager, applied))).toEqual([])
    expect((await similar(manager, other)).status).toBe(404)
  })

  test('is no way to ask whose an address is', async () => {
    const tenant = await api.tenant()
    const viewer = await tenant.member('viewer')
    const filters = { email: 'a@b.example' }
    expect((await search(viewer, { q: 'a', filters })).status).toBe(403)
    const [id = ''] = await addVectors(tenant, ['glazier'])
    expect((await similar(viewer, id, '?filter[email]=a@b.example')).status).toBe(403)
  })
})
