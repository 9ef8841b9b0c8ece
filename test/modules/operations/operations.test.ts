import { expect, test } from 'vitest'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import {
  failOperation,
  insertOperation,
  presentOperation,
  progressOperation,
  succeedOperation,
} from '#src/modules/operations/index.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const other = await api.tenant()
const recruiter = await tenant.member('recruiter')

const inTask = <T>(work: (tx: TenantTx) => T) => {
  const scope = { tenantId: tenant.id, actorId: null, visibility: 'tenant', requestId: newId() } as const
  return withTenant({ ...api.context, ...scope }, async (tx) => work(tx))
}

const start = (total?: number) =>
  inTask((tx) =>
    insertOperation(tx, {
      id: newId(),
      kind: 'resume.parse',
      ...(total && { total }),
      createdBy: recruiter.userId,
    }),
  )

const read = async (id: string) => (await recruiter.get(`/v1/operations/${id}`)).body

test('needs a token', async () => {
  expect((await api.anonymous.get(`/v1/operations/${newId()}`)).status).toBe(401)
})

test('whoever did not start it has the answer of an unknown id, but for admins', async () => {
  const { id } = await start()
  const viewer = await tenant.member('viewer')
  const answers = await Promise.all([
    viewer.get(`/v1/operations/${id}`),
    viewer.get(`/v1/operations/${newId()}`),
    viewer.get('/v1/operations/not-an-id'),
    other.admin.get(`/v1/operations/${id}`),
  ])
  const bare = answers.map(({ status, body }) => ({ ...body, status, instance: '', request_id: '' }))
  expect(bare[0]).toMatchObject({ status: 404, code: 'operation.not_found' })
  expect(bare).toEqual([bare[0], bare[0], bare[0], bare[0]])
  expect((await tenant.admin.get(`/v1/operations/${id}`)).status).toBe(200)
})

test('takes no query', async () => {
  const { id } = await start()
  expect((await recruiter.get(`/v1/operations/${id}?wait=1`)).status).toBe(400)
})

test('goes from pending over running to its result', async () => {
  const operation = await start(3)
  expect(await read(operation.id)).toEqual(presentOperation(operation))
  await inTask((tx) => progressOperation(tx, operation.id, { done: 1 }))
  expect(await read(operation.id)).toMatchObject({ status: 'running', done: 1, total: 3, result: null })
  await inTask((tx) => succeedOperation(tx, operation.id, { resume_id: newId() }))
  const ended = await read(operation.id)
  expect(ended).toMatchObject({ status: 'succeeded', done: 3, error: null })
  await inTask((tx) => failOperation(tx, operation.id, { code: 'resume.too_late', detail: 'No.' }))
  await inTask((tx) => progressOperation(tx, operation.id, { done: 2, total: 9 }))
  expect(await read(operation.id)).toEqual(ended)
})

test('or to its error', async () => {
  const { id } = await start()
  const error = { code: 'file.encrypted', detail: 'The file asks for a password.' }
  await inTask((tx) => failOperation(tx, id, error))
  expect(await read(id)).toMatchObject({ status: 'failed', done: 0, total: null, result: null, error })
})
