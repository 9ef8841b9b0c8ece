import { describe, expect, test } from 'vitest'
import { EMBEDDER } from '#src/modules/scoring/embed.ts'
import { addResume } from '#test/modules/matching/resumes.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { LETTERS, letters } from './letters.ts'

const onnx = letters()
const api = await testApi({}, { onnx })

const MODELS = '/v1/embedding-models'
const BUILTIN = { key: 'built-in', provider: 'builtin', dimensions: 512 }

async function register({ admin }: TestTenant, body: object = LETTERS): Promise<string> {
  const { status, body: model, text } = await admin.post(MODELS, body)
  if (status !== 201) throw new Error(text)
  return model.id
}

const spaces = async ({ id }: TestTenant): Promise<Record<string, number>> => {
  const rows = await api.sql<{ model: string; vectors: number }>(
    `select model, count(*)::int as vectors from embeddings where tenant_id = $1 and subject = 'candidate' group by 1`,
    [id],
  )
  return Object.fromEntries(rows.map(({ model, vectors }) => [model, vectors]))
}

const stateOf = async ({ admin }: TestTenant, id: string) => (await admin.get(`${MODELS}/${id}`)).body.state

const person = (n: number) => ({
  name: `Ann Number${n}`,
  title: `Engineer of kind ${n}`,
  skills: ['SQL', 'Go'],
})

async function withResumes(count: number): Promise<{ tenant: TestTenant; candidates: string[] }> {
  const tenant = await api.tenant()
  const candidates: string[] = []
  for (let n = 0; n < count; n++) candidates.push((await addResume(tenant, person(n))).candidateId)
  return { tenant, candidates }
}

describe('a model', () => {
  test('is registered, read and listed', async () => {
    const tenant = await api.tenant()
    expect((await tenant.admin.get(MODELS)).body.data).toEqual([])
    const created = await tenant.admin.post(MODELS, LETTERS)
    expect([created.status, created.headers.location]).toEqual([201, `${MODELS}/${created.body.id}`])
    expect(created.body).toMatchObject({
      ...LETTERS,
      model: 'letters',
      state: 'pending',
      operation_id: null,
      version: 1,
    })
    const listed = await tenant.admin.get(`${MODELS}?filter[state]=pending&filter[provider]=onnx`)
    expect(listed.body.data).toEqual([created.body])
    await tenant.drain()
    expect(
      (await tenant.admin.get('/v1/events?filter[type]=embedding_model.created')).body.data,
    ).toMatchObject([
      { resource_id: created.body.id, data: { provider: 'onnx', state: 'pending', version: 1 } },
    ])
  })

  test.each([
    [{ ...LETTERS, key: 'Has Spaces' }, 'request.invalid_body'],
    [{ ...LETTERS, dimensions: 3073 }, 'request.invalid_body'],
    [{ ...LETTERS, dimensions: 0 }, 'request.invalid_body'],
    [{ ...LETTERS, provider: 'abacus' }, 'request.invalid_body'],
    [{ ...BUILTIN, dimensions: 385 }, 'embedding_model.invalid_dimensions'],
    [{ ...BUILTIN, model: 'other' }, 'embedding_model.provider_unavailable'],
    [{ ...LETTERS, model: 'other' }, 'embedding_model.provider_unavailable'],
    [{ ...LETTERS, provider: 'openai' }, 'embedding_model.provider_unavailable'],
  ])('is refused as %j', async (body, code) => {
    const { admin } = await api.tenant()
    const answer = await admin.post(MODELS, body)
    expect([answer.status, answer.body.code]).toEqual([422, code])
  })

  test('has a key of its own, until it is retired, and there are ten at most', async () => {
    const tenant = await api.tenant()
    const id = await register(tenant)
    expect((await tenant.admin.post(MODELS, LETTERS)).body.code).toBe('embedding_model.duplicate')
    expect((await tenant.admin.delete(`${MODELS}/${id}`)).status).toBe(204)
    for (let n = 0; n < 10; n++) await register(tenant, { ...LETTERS, key: n === 0 ? LETTERS.key : `l-${n}` })
    const refused = await tenant.admin.post(MODELS, { ...LETTERS, key: 'one-more' })
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'embedding_model.too_many', limit: 10 },
    ])
  })

  test('is for admins alone', async () => {
    const tenant = await api.tenant()
    const recruiter = await tenant.member('recruiter')
    expect((await recruiter.get(MODELS)).status).toBe(403)
    expect((await recruiter.post(MODELS, LETTERS)).status).toBe(403)
  })

  test('is the only one in force, however many are activated at once', async () => {
    const tenant = await api.tenant()
    const ids = await Promise.all(['one', 'two', 'three'].map((key) => register(tenant, { ...LETTERS, key })))
    for (const id of ids) await tenant.admin.post(`${MODELS}/${id}/reindex`)
    await tenant.drain()
    const answers = await Promise.all(ids.map((id) => tenant.admin.post(`${MODELS}/${id}/activate`)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const states = await Promise.all(ids.map((id) => stateOf(tenant, id)))
    expect(states.toSorted()).toEqual(['active', 'ready', 'ready'])
  })

  test('is activated only when its vectors are complete', async () => {
    const tenant = await api.tenant()
    const id = await register(tenant)
    const early = await tenant.admin.post(`${MODELS}/${id}/activate`)
    expect([early.status, early.body]).toMatchObject([
      409,
      {
        code: 'embedding_model.invalid_transition',
        current_state: 'pending',
        attempted: 'activate',
        allowed: ['reindex', 'retire'],
      },
    ])
    await tenant.admin.post(`${MODELS}/${id}/reindex`)
    expect(await stateOf(tenant, id)).toBe('indexing')
    expect((await tenant.admin.post(`${MODELS}/${id}/activate`)).status).toBe(409)
    expect((await tenant.admin.post(`${MODELS}/${id}/reindex`)).status).toBe(409)
    await tenant.drain()
    expect((await tenant.admin.post(`${MODELS}/${id}/activate`)).body.state).toBe('active')
    expect((await tenant.admin.post(`${MODELS}/${id}/activate`)).status).toBe(409)
  })
})

describe('a re-index', () => {
  test('makes vectors beside those that serve, and says how far it is', async () => {
    const { tenant, candidates } = await withResumes(3)
    const id = await register(tenant)
    const started = await tenant.admin.post(`${MODELS}/${id}/reindex`)
    const operation = `/v1/operations/${started.body.operation.id}`
    expect([started.status, started.headers.location]).toEqual([202, operation])
    expect(await spaces(tenant)).toEqual({ [EMBEDDER.model]: 3 })
    await tenant.drain()
    expect(await spaces(tenant)).toEqual({ [EMBEDDER.model]: 3, [id]: 3 })
    expect((await tenant.admin.get(operation)).body).toMatchObject({
      status: 'succeeded',
      done: candidates.length,
      total: candidates.length,
      result: { embedding_model_id: id, candidates: 3 },
    })
    expect(await stateOf(tenant, id)).toBe('ready')
    expect(onnx.texts.some((text) => text.includes('Ann'))).toBe(false)
    const told = await tenant.admin.get('/v1/events?filter[type]=embedding_model.updated')
    expect(told.body.data.map(({ data }: { data: object }) => data)).toMatchObject([
      { state: 'indexing', changed: ['state', 'operation_id'] },
      { state: 'ready', changed: ['state'] },
    ])
  })

  test('goes on where a run before it ended', async () => {
    const { tenant, candidates } = await withResumes(3)
    const id = await register(tenant)
    await tenant.admin.post(`${MODELS}/${id}/reindex`)
    const [first] = candidates.toSorted()
    await api.sql('update embedding_models set indexed_to = $2 where tenant_id = $1', [tenant.id, first])
    await tenant.drain()
    expect(await spaces(tenant)).toEqual({ [EMBEDDER.model]: 3, [id]: 2 })
    await tenant.admin.post(`${MODELS}/${id}/reindex`)
    await tenant.drain()
    expect(await spaces(tenant)).toEqual({ [EMBEDDER.model]: 3, [id]: 3 })
  })

  test('ends when another one begins, or the model is retired while it runs', async () => {
    const { tenant } = await withResumes(2)
    const id = await register(tenant)
    const start = async () => (await tenant.admin.post(`${MODELS}/${id}/reindex`)).body.operation.id
    await start()
    await tenant.drain()
    await tenant.admin.post(`${MODELS}/${id}/activate`)
    const operations = [await start(), await start()]
    await tenant.drain()
    operations.push(await start())
    onnx.before = async () => {
      onnx.before = () => {}
      expect((await tenant.admin.delete(`${MODELS}/${id}`)).status).toBe(204)
    }
    await tenant.drain()
    const ended = await Promise.all(operations.map((one) => tenant.admin.get(`/v1/operations/${one}`)))
    expect(ended.map(({ body }) => body.error?.code ?? body.status)).toEqual([
      'embedding_model.superseded',
      'succeeded',
      'embedding_model.superseded',
    ])
    expect(await spaces(tenant)).toEqual({ [EMBEDDER.model]: 2 })
  })

  test('that cannot be done leaves the model as it was', async () => {
    const { tenant } = await withResumes(1)
    const id = await register(tenant)
    const { body } = await tenant.admin.post(`${MODELS}/${id}/reindex`)
    onnx.before = () => {
      throw new Error('out of memory at 0x7f')
    }
    try {
      for (let attempt = 0; attempt < 10; attempt++) {
        await tenant.drain()
        api.clock.advance(2 * 60 * 60)
      }
    } finally {
      onnx.before = () => {}
    }
    // The token has run out by then.
    const [left] = await api.sql(
      `select o.status, o.error, m.state from operations o join embedding_models m on m.operation_id = o.id
       where o.tenant_id = $1 and o.id = $2`,
      [tenant.id, body.operation.id],
    )
    expect(left).toEqual({
      status: 'failed',
      error: { code: 'embedding_model.reindex_failed', detail: 'Not all candidates got a vector.' },
      state: 'pending',
    })
  })

  test('does not lose what changes while it runs', async () => {
    const { tenant, candidates } = await withResumes(1)
    const [candidate = ''] = candidates
    const id = await register(tenant)
    await tenant.admin.post(`${MODELS}/${id}/reindex`)
    onnx.before = async () => {
      onnx.before = () => {}
      await api.sql(
        `update resume_parses set updated_at = updated_at + interval '1 second',
           parsed_data = jsonb_set(parsed_data, '{experience,0,title}', '"Zzzzzz"') where tenant_id = $1`,
        [tenant.id],
      )
    }
    await tenant.drain()
    const [row] = await api.sql<{ z: number }>(
      `select (embedding::real[])[26] as z from embeddings where tenant_id = $1 and model = $2 and subject_id = $3`,
      [tenant.id, id, candidate],
    )
    expect(row?.z).toBeGreaterThanOrEqual(6)
  })
})

describe('vectors of a model that is kept', () => {
  test('follow resumes that come, change and go', async () => {
    const tenant = await api.tenant()
    const id = await register(tenant)
    await addResume(tenant, person(1))
    expect(await spaces(tenant)).toEqual({ [EMBEDDER.model]: 1 })
    await tenant.admin.post(`${MODELS}/${id}/reindex`)
    await tenant.drain()
    const added = await addResume(tenant, person(2))
    expect(await spaces(tenant)).toEqual({ [EMBEDDER.model]: 2, [id]: 2 })
    expect((await tenant.admin.delete(`/v1/resumes/${added.resumeId}`)).status).toBe(204)
    await tenant.drain()
    expect(await spaces(tenant)).toEqual({ [EMBEDDER.model]: 1, [id]: 1 })
  })

  test('go when it is retired, and the built-in ones stay', async () => {
    const { tenant } = await withResumes(2)
    const [own, builtin] = [await register(tenant), await register(tenant, BUILTIN)]
    for (const id of [own, builtin]) await tenant.admin.post(`${MODELS}/${id}/reindex`)
    await tenant.drain()
    expect(await spaces(tenant)).toEqual({ [EMBEDDER.model]: 2, [own]: 2 })
    await tenant.admin.post(`${MODELS}/${own}/activate`)
    for (const id of [own, builtin]) expect((await tenant.admin.delete(`${MODELS}/${id}`)).status).toBe(204)
    await tenant.drain()
    expect(await spaces(tenant)).toEqual({ [EMBEDDER.model]: 2 })
    expect(await stateOf(tenant, own)).toBe('retired')
    expect((await tenant.admin.delete(`${MODELS}/${own}`)).status).toBe(409)
  })
})

describe('searches', () => {
  test('use the active model, go back to the one before, and without one to the built-in', async () => {
    const tenant = await api.tenant()
    const zebra = await addResume(tenant, {
      name: 'Ann One',
      title: 'Zzz zzz zzz zzz zzz',
      skills: ['Zzzzzzz'],
    })
    await addResume(tenant, { name: 'Ben Two', title: 'Engineer', skills: ['SQL'] })
    const [own, builtin] = [await register(tenant), await register(tenant, BUILTIN)]
    for (const id of [own, builtin]) await tenant.admin.post(`${MODELS}/${id}/reindex`)
    await tenant.drain()
    const search = async () => {
      onnx.texts.length = 0
      const { body } = await tenant.admin.post('/v1/candidates/search', { q: 'zz', mode: 'semantic' })
      return [onnx.texts, body.data[0]?.id]
    }
    const activate = (id: string) => tenant.admin.post(`${MODELS}/${id}/activate`)
    expect((await search())[0]).toEqual([])
    await activate(own)
    expect(await search()).toEqual([['zz'], zebra.candidateId])
    await activate(builtin)
    expect([await stateOf(tenant, own), (await search())[0]]).toEqual(['ready', []])
    await activate(own)
    expect((await search())[0]).toEqual(['zz'])
    await tenant.admin.delete(`${MODELS}/${own}`)
    expect((await search())[0]).toEqual([])
  })

  test('say so where the active model makes no vectors now', async () => {
    const { tenant } = await withResumes(1)
    const id = await register(tenant)
    await tenant.admin.post(`${MODELS}/${id}/reindex`)
    await tenant.drain()
    await tenant.admin.post(`${MODELS}/${id}/activate`)
    onnx.before = () => Promise.reject(new Error('out of memory at 0x7f'))
    const { status, body, text } = await tenant.admin.post('/v1/candidates/search', {
      q: 'a',
      mode: 'semantic',
    })
    onnx.before = () => {}
    expect([status, body.code, text.includes('0x7f')]).toEqual([503, 'server.unavailable', false])
  })
})
