import { expect, test } from 'vitest'
import type { AppContext } from '#src/context.ts'
import { newId } from '#src/lib/ids.ts'
import { bulkTask } from '#src/modules/applications/index.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { testApi } from '#test/support/api.ts'
import { bulkWork } from './bulk-support.ts'
import { hiring } from './support.ts'

// However often the work is begun, by how many, and wherever it ends: each item is done once and has one result.

const api = await testApi()

async function office(size: number) {
  const tenant = await api.tenant()
  const [work, { job }] = [bulkWork(api, tenant), hiring(api, tenant)]
  const ids = await work.crowd((await job()).id, size)
  const id = await work.start({ action: 'move', stage_type: 'offer', application_ids: ids })
  const assertOnce = async () => {
    await tenant.drain()
    expect(await work.operation(id)).toMatchObject({
      status: 'succeeded',
      done: size,
      result: { succeeded: size, failed: 0 },
    })
    const told = await work.items(id)
    expect(told.map(({ label }) => label)).toEqual(ids)
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['succeeded']))
    expect(await work.facts('application.stage_changed')).toEqual(new Map(ids.map((one) => [one, 1])))
    const versions = await api.sql<{ version: number; entries: number }>(
      `select a.version, count(*)::int as entries from applications a
       join application_stage_history h on h.tenant_id = a.tenant_id and h.application_id = a.id
       where a.tenant_id = $1 group by a.id, a.version`,
      [tenant.id],
    )
    expect(versions).toEqual(ids.map(() => ({ version: 2, entries: 2 })))
  }
  return { ...work, tenant, id, ids, assertOnce }
}

/** A process that gets so many connections and then no more, as one that dies there. */
function dyingAfter(connections: number): AppContext {
  let left = connections
  const connect = () =>
    left-- > 0 ? api.context.db.app.connect() : Promise.reject(new Error('Connection terminated'))
  return { ...api.context, db: { ...api.context.db, app: { connect } as AppContext['db']['app'] } }
}

test('by one worker', async () => {
  const { assertOnce } = await office(120)
  await assertOnce()
})

test('by several at once', async () => {
  const { assertOnce, run } = await office(30)
  await run(4)
  await assertOnce()
})

test('by one that dies at any moment, followed by others', async () => {
  const { assertOnce, operation, id, run } = await office(40)
  for (let connections = 0; connections < 14; connections += 3) {
    const [result] = await run(1, dyingAfter(connections))
    expect(result?.status).toBe('rejected')
  }
  expect((await operation(id)).done).toBeGreaterThan(0)
  await assertOnce()
})

test('by one that dies before the receipt, after all was done', async () => {
  const { assertOnce, run, tenant } = await office(5)
  const [task] = await api.sql('select * from tasks where tenant_id = $1 and name = $2', [
    tenant.id,
    bulkTask.name,
  ])
  await run()
  await api.sql(
    `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at)
     values ($1, $2, $3, $4, $5, $2, $5)`,
    [tenant.id, newId(), bulkTask.name, task?.payload, api.clock.now()],
  )
  await assertOnce()
})

test('work that was given up tells so of what was not done', async () => {
  const { id, ids, items, operation, run, tenant } = await office(60)
  await run()
  await api.sql('update tasks set attempts = 9 where tenant_id = $1 and name = $2', [
    tenant.id,
    bulkTask.name,
  ])
  const [task] = await api.sql<{ id: string }>('select id from tasks where tenant_id = $1 and name = $2', [
    tenant.id,
    bulkTask.name,
  ])
  const failing = { ...bulkTask, handler: () => Promise.reject(new Error('away')) }
  const ref = { tenantId: tenant.id, taskId: task?.id ?? '' }
  expect(await runTask(api.context, new Map([[bulkTask.name, failing]]), ref)).toBe('dead')
  expect(await operation(id)).toMatchObject({ status: 'succeeded', result: { succeeded: 50, failed: 10 } })
  expect((await items(id)).map(({ error }) => error?.code ?? 'done')).toEqual(
    ids.map((_, i) => (i < 50 ? 'done' : 'server.unavailable')),
  )
})
