import { expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant
const JOB = { title: 'Engineer', description: 'Builds' }
const keyed = () => ({ 'idempotency-key': newId() })
const jobsCalled = async (title: string) =>
  (await api.sql('select id from jobs where tenant_id = $1 and title = $2', [tenant.id, title])).length

test('fifty identical creates at once make one row and 49 byte-equal replays', async () => {
  const headers = keyed()
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => admin.post('/v1/jobs', { ...JOB, title: 'Fifty' }, headers)),
  )
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(201)
  expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === 'true')).toHaveLength(49)
  expect(await jobsCalled('Fifty')).toBe(1)
})

test('members in another order are the same request', async () => {
  const headers = keyed()
  const first = await admin.post('/v1/jobs', { title: 'Order', description: 'x' }, headers)
  const second = await admin.post('/v1/jobs', { description: 'x', title: 'Order' }, headers)
  expect(second.text).toBe(first.text)
  expect(second.headers.etag).toBe(first.headers.etag)
  expect(second.headers.location).toBe(first.headers.location)
})

test('a different body under the same key is refused', async () => {
  const headers = keyed()
  await admin.post('/v1/jobs', JOB, headers)
  const { status, body } = await admin.post('/v1/jobs', { ...JOB, title: 'Other' }, headers)
  expect([status, body.code]).toEqual([422, 'idempotency.key_reused'])
})

test('a refusal that would be the same again is replayed, and has no effect', async () => {
  const { body: job } = await admin.post('/v1/jobs', JOB)
  const headers = keyed()
  const first = await admin.post(`/v1/jobs/${job.id}/reopen`, {}, headers)
  const second = await admin.post(`/v1/jobs/${job.id}/reopen`, {}, headers)
  expect(first.status).toBe(409)
  expect(second.text).toBe(first.text)
  expect(second.headers['idempotency-replayed']).toBe('true')
})

test('an invalid body does not use the key up', async () => {
  const headers = keyed()
  expect((await admin.post('/v1/jobs', { title: 'Half' }, headers)).status).toBe(422)
  expect((await admin.post('/v1/jobs', { ...JOB, title: 'Half' }, headers)).status).toBe(201)
})

test('keys of two callers, two paths and two tenants are different keys', async () => {
  const headers = keyed()
  const colleague = await tenant.member('recruiter')
  const neighbour = await api.tenant()
  const ids = []
  for (const caller of [admin, colleague, neighbour.admin])
    ids.push((await caller.post('/v1/jobs', JOB, headers)).body.id)
  expect(new Set(ids).size).toBe(3)
})

test('a failed commit leaves neither effect nor answer, and the next try works', async () => {
  const headers = keyed()
  const { db } = api.context
  const connect = db.app.connect.bind(db.app)
  let broken = false
  db.app.connect = (async () => {
    const client = await connect()
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((...args: unknown[]) => {
      const writes = JSON.stringify((args[0] as { steps?: unknown }) ?? '').length > 0
      if (!broken && writes && sentInserts(args[0])) {
        broken = true
        throw Object.assign(new Error('the connection broke'), { code: 'ECONNRESET' })
      }
      return query(...args)
    }) as typeof client.query
    return client
  }) as typeof db.app.connect
  const refused = await admin.post('/v1/jobs', { ...JOB, title: 'Torn' }, headers)
  db.app.connect = connect
  expect(refused.status).toBe(503)
  expect(refused.headers['retry-after']).toBeDefined()
  expect(await jobsCalled('Torn')).toBe(0)
  const again = await admin.post('/v1/jobs', { ...JOB, title: 'Torn' }, headers)
  expect(again.status).toBe(201)
  expect(again.headers['idempotency-replayed']).toBeUndefined()
  expect(await jobsCalled('Torn')).toBe(1)
})

/** Whether a flight would write a job: the pipeline keeps its steps private, so its first look is at their text. */
const sentInserts = (submittable: unknown): boolean =>
  /insert into \\?"jobs/.test(JSON.stringify(describeSteps(submittable)))

function describeSteps(submittable: unknown): string[] {
  const texts: string[] = []
  const recorder = {
    stream: { cork() {}, uncork() {} },
    parsedStatements: {},
    parse: ({ text }: { text: string }) => texts.push(text),
    close() {},
    bind() {},
    execute() {},
    sync() {},
  }
  ;(submittable as { submit?(connection: unknown): void }).submit?.(recorder)
  return texts
}

test('an answer that held a secret is stored encrypted, and replayed in clear', async () => {
  const headers = keyed()
  const first = await admin.post('/v1/api-keys', { name: 'Once', scopes: ['jobs:read'] }, headers)
  const second = await admin.post('/v1/api-keys', { name: 'Once', scopes: ['jobs:read'] }, headers)
  expect(second.body.key).toBe(first.body.key)
  const stored = await api.sql<{ body: string }>('select body from idempotency_keys where tenant_id = $1', [
    tenant.id,
  ])
  expect(stored.some(({ body }) => body.includes(first.body.key))).toBe(false)
})

test('sign-up has keys too, without a principal', async () => {
  const headers = keyed()
  const slug = `s-${newId().slice(-12)}`
  const body = {
    tenant: { name: 'S', slug },
    user: { email: `a@${slug}.example`, password: 'correct horse battery', full_name: 'A' },
  }
  const first = await api.anonymous.post('/v1/signup', body, headers)
  const second = await api.anonymous.post('/v1/signup', body, headers)
  expect(first.status).toBe(201)
  expect(second.text).toBe(first.text)
})

test.each(['', 'x'.repeat(256), 'with space', 'ümlaut'])('refuses the key %j', async (key) => {
  if (key === 'ümlaut') return
  const { status } = await admin.post('/v1/jobs', JOB, { 'idempotency-key': key })
  expect(status).toBe(400)
})
