import { expect, test } from 'vitest'
import { withTenant } from '#src/db/tenant.ts'
import { newId } from '#src/lib/ids.ts'
import {
  failOperation,
  insertOperation,
  progressOperation,
  succeedOperation,
} from '#src/modules/operations/index.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'

const api = await testApi()

/** Work of the tenant's admin, driven by hand. */
async function begin(tenant: TestTenant) {
  const { db, clock } = api.context
  const scope = {
    db,
    clock,
    tenantId: tenant.id,
    actorId: null,
    requestId: newId(),
    visibility: 'tenant' as const,
  }
  const id = newId()
  await withTenant(scope, async (tx) => {
    insertOperation(tx, { id, kind: 'test', total: 3, createdBy: tenant.user.id })
  })
  return {
    url: `/v1/operations/${id}/stream`,
    progress: (done: number) => withTenant(scope, async (tx) => progressOperation(tx, id, { done })),
    succeed: () => withTenant(scope, async (tx) => succeedOperation(tx, id, { made: 1 })),
    fail: () =>
      withTenant(scope, async (tx) => failOperation(tx, id, { code: 'test.lost', detail: 'Lost.' })),
  }
}

test('sends an operation at each change and ends with its last state', async () => {
  const tenant = await api.tenant()
  const work = await begin(tenant)
  const stream = await tenant.admin.stream(work.url)
  const next = async () => {
    const message = await stream.next()
    return [message?.event, message?.data.status, message?.data.done]
  }
  expect(await next()).toEqual(['progress', 'pending', 0])
  await work.progress(1)
  expect(await next()).toEqual(['progress', 'running', 1])
  await work.progress(2)
  expect(await next()).toEqual(['progress', 'running', 2])
  await work.succeed()
  const [last, ...more] = await stream.rest()
  expect(more).toEqual([])
  expect(last?.event).toBe('done')
  expect(last?.data).toEqual((await tenant.admin.get(work.url.replace('/stream', ''))).body)
})

test('what has ended is told at once', async () => {
  const tenant = await api.tenant()
  const work = await begin(tenant)
  await work.fail()
  const stream = await tenant.admin.stream(work.url)
  expect(await stream.rest()).toMatchObject([
    { event: 'done', data: { status: 'failed', error: { code: 'test.lost' } } },
  ])
})

test('is for its maker and for admins', async () => {
  const tenant = await api.tenant()
  const work = await begin(tenant)
  const recruiter = await tenant.member('recruiter')
  expect((await recruiter.stream(work.url)).answer).toMatchObject({
    status: 404,
    body: { code: 'operation.not_found' },
  })
})

test('an upload is followed to its end', async () => {
  const tenant = await api.tenant()
  const file = { filename: 'cv.txt', bytes: Buffer.from('Ann Example\nann@example.com\n\nSkills\nSQL\n') }
  const { body } = await tenant.admin.upload('/v1/resumes', { files: { file } })
  const stream = await tenant.admin.stream(`/v1/operations/${body.operation.id}/stream`)
  expect((await stream.next())?.event).toBe('progress')
  await tenant.drain()
  const told = await stream.rest()
  expect(told.at(-1)).toMatchObject({ event: 'done', data: { status: 'succeeded', done: 1, total: 1 } })
})
