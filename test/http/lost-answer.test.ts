import { expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const { admin } = await api.tenant()

test('an answer that is lost after the commit is replayed, and the effect stays one', async () => {
  const headers = { 'idempotency-key': newId() }
  const body = { title: `Lost ${newId()}`, description: 'The process ends between commit and answer' }
  // The first thing after a commit is that the relay is told: failing there stands for a process that ends there.
  const stop = api.context.db.outbox.listen(() => {
    throw new Error('the process ended')
  })
  const lost = await admin.post('/v1/jobs', body, headers)
  stop()
  expect(lost.status).toBe(500)
  const [first, second] = [
    await admin.post('/v1/jobs', body, headers),
    await admin.post('/v1/jobs', body, headers),
  ]
  expect(first.status).toBe(201)
  expect(first.headers['idempotency-replayed']).toBe('true')
  expect(second.text).toBe(first.text)
  const rows = await api.sql('select id from jobs where title = $1', [body.title])
  expect(rows).toEqual([{ id: first.body.id }])
})
