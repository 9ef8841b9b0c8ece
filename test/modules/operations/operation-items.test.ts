import { expect, test } from 'vitest'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { insertOperationOfItems, settleItem } from '#src/modules/operations/index.ts'
import { testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

const api = await testApi()
const tenant = await api.tenant()
const recruiter = await tenant.member('recruiter')

const inTask = <T>(work: (tx: TenantTx) => T) => {
  const scope = { tenantId: tenant.id, actorId: null, visibility: 'tenant', requestId: newId() } as const
  return withTenant({ ...api.context, ...scope }, async (tx) => work(tx))
}

const REFUSED = { code: 'file.encrypted', detail: 'It is protected.' }

/** An operation of so many items; those at the places in `failed` are known to fail. */
async function start(howMany: number, failed: number[] = []) {
  const ids = Array.from({ length: howMany }, () => newId())
  const operation = await inTask((tx) =>
    insertOperationOfItems(
      tx,
      { id: newId(), kind: 'test.bulk', createdBy: recruiter.userId },
      ids.map((id, i) => ({ id, label: `item ${i}`, ...(failed.includes(i) && { error: REFUSED }) })),
    ),
  )
  return { id: operation.id, ids }
}

const settle = (id: string, outcome: Parameters<typeof settleItem>[2] = { result: { fine: true } }) =>
  inTask((tx) => settleItem(tx, id, outcome))
const read = async (id: string) => (await recruiter.get(`/v1/operations/${id}`)).body
const items = (id: string, query = '', by: Client = recruiter) =>
  by.get(`/v1/operations/${id}/items?${query}`)

test('an operation counts its items and ends with the last', async () => {
  const { id, ids } = await start(3)
  expect(await read(id)).toMatchObject({ status: 'pending', done: 0, total: 3 })
  await settle(ids[1] ?? '')
  expect(await read(id)).toMatchObject({
    status: 'running',
    done: 1,
    result: { succeeded: 1, failed: 0 },
  })
  await settle(ids[0] ?? '', { error: REFUSED })
  await settle(ids[2] ?? '')
  expect(await read(id)).toMatchObject({
    status: 'succeeded',
    done: 3,
    result: { succeeded: 2, failed: 1 },
    error: null,
  })
})

test('an item has one result, however often and at whatever time it is said', async () => {
  const { id, ids } = await start(20)
  await Promise.all([...ids, ...ids].map((item, i) => settle(item, { result: { i } })))
  expect(await read(id)).toMatchObject({
    status: 'succeeded',
    done: 20,
    result: { succeeded: 20, failed: 0 },
  })
  const before = (await items(id, 'limit=100')).body.data
  await settle(ids[0] ?? '', { error: REFUSED })
  expect((await items(id, 'limit=100')).body.data).toEqual(before)
  expect((await read(id)).done).toBe(20)
})

test('what is known to fail has failed from the start', async () => {
  const { id, ids } = await start(2, [0])
  expect(await read(id)).toMatchObject({ status: 'pending', done: 1, result: { failed: 1 } })
  await settle(ids[1] ?? '')
  expect((await read(id)).status).toBe('succeeded')
  const none = await start(2, [0, 1])
  expect(await read(none.id)).toMatchObject({
    status: 'succeeded',
    done: 2,
    result: { succeeded: 0, failed: 2 },
  })
})

test('items are listed in their order, in pages and by status', async () => {
  const { id, ids } = await start(12, [10])
  await settle(ids[11] ?? '')
  const first = (await items(id, 'limit=10')).body
  const second = (await items(id, `limit=10&cursor=${first.next_cursor}`)).body
  const rows = [...first.data, ...second.data]
  expect(rows.map((item) => item.id)).toEqual(ids)
  expect(rows.map((item) => item.position)).toEqual(ids.map((_, i) => i + 1))
  expect(rows[10]).toEqual({
    id: ids[10],
    position: 11,
    label: 'item 10',
    status: 'failed',
    result: null,
    error: REFUSED,
    settled_at: expect.any(String),
  })
  const places = async (query: string) =>
    (await items(id, query)).body.data.map((item: { position: number }) => item.position)
  expect(await places('filter[status]=failed')).toEqual([11])
  expect(await places('filter[status][in]=failed,succeeded&sort=-position')).toEqual([12, 11])
  expect((await items(id, 'filter[label]=x')).status).toBe(400)
  expect((await items(id, `cursor=${btoa(`["position","x","${ids[0]}"]`)}`)).status).toBe(400)
})

test('whoever did not start it has the answer of an unknown id, but for admins', async () => {
  const { id } = await start(1)
  expect((await items(id, '', tenant.admin)).status).toBe(200)
  for (const other of [await tenant.member('recruiter'), (await api.tenant()).admin]) {
    const [foreign, unknown] = [await items(id, '', other), await items(newId(), '', other)]
    expect([foreign.status, foreign.body.code]).toEqual([404, 'operation.not_found'])
    expect(foreign.body.code).toBe(unknown.body.code)
  }
})

test('a candidate is named to those who may see the candidate', async () => {
  const by = await api.tenant()
  await api.sql(`update tenants set candidate_visibility = 'owner' where id = $1`, [by.id])
  const member = await by.member('recruiter')
  const add = async (client: Client) =>
    (await client.post('/v1/candidates', { first_name: 'Al', last_name: 'Ice' })).body.id
  const [own, hidden] = [await add(member), await add(by.admin)]
  const scope = { tenantId: by.id, actorId: null, visibility: 'tenant', requestId: newId() } as const
  const id = newId()
  await withTenant({ ...api.context, ...scope }, async (tx) => {
    const two = [own, hidden].map((candidate) => ({ id: newId(), label: 'x', candidate }))
    insertOperationOfItems(tx, { id, kind: 'test.bulk', createdBy: member.userId }, two)
    for (const item of two) settleItem(tx, item.id, { result: { candidate_id: item.candidate, fine: true } })
  })
  const named = async (client: Client) =>
    (await items(id, '', client)).body.data.map((item: { result: object }) => item.result)
  expect(await named(member)).toEqual([
    { candidate_id: own, fine: true },
    { candidate_id: null, fine: true },
  ])
  expect(await named(by.admin)).toEqual([
    { candidate_id: own, fine: true },
    { candidate_id: hidden, fine: true },
  ])
})
