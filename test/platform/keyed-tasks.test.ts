import { expect, test } from 'vitest'
import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { newId } from '#src/lib/ids.ts'
import type { TaskTicket } from '#src/platform/tasks/relay.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { defineTask, enqueue, type Subscription, type TaskOutcome } from '#src/platform/tasks/tasks.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'

const api = await testApi()

async function stage(handler: () => Promise<TaskOutcome>) {
  const tenant = await api.tenant()
  const task = defineTask({
    name: 'test.keyed',
    queue: 'default',
    payload: z.object({ name: z.string() }),
    attempts: 3,
    backoffSeconds: () => 10,
    timeoutMs: 5000,
    key: ({ name }) => name,
    handler,
  })
  const tasks = new Map([[task.name, task]])
  const scope = {
    db: api.context.db,
    clock: api.clock,
    tenantId: tenant.id,
    actorId: null,
    visibility: 'tenant',
    requestId: newId(),
  } as const
  return {
    tenant,
    wake: (name = 'a') => withTenant(scope, async (tx) => enqueue(tx, scope, task, { name })),
    due: () => tenant.relay({ tasks, subscriptions: [] }),
    run: (ticket: TaskTicket | undefined) => {
      if (!ticket) throw new Error('nothing is due')
      return runTask(api.context, tasks, ticket)
    },
  }
}

const rowsOf = (tenant: TestTenant) =>
  api.sql<{ state: string; attempts: number }>(
    "select state, attempts from tasks where tenant_id = $1 and name = 'test.keyed'",
    [tenant.id],
  )

test('work of one key is owed once, and runs once', async () => {
  let runs = 0
  const { tenant, wake, due, run } = await stage(async () => {
    runs += 1
    return undefined
  })
  for (const name of ['a', 'a', 'b', 'a']) await wake(name)
  expect(await rowsOf(tenant)).toHaveLength(2)
  for (const ticket of await due()) await run(ticket)
  expect(runs).toBe(2)
  expect(await rowsOf(tenant)).toEqual([])
})

test('woken while it runs it runs again, whatever the run says of itself', async () => {
  const outcomes: TaskOutcome[] = [undefined, { retryAt: new Date(Date.now() + 3_600_000) }, undefined]
  let runs = 0
  const staged = await stage(async () => {
    if (runs < 2) await staged.wake()
    return outcomes[runs++]
  })
  const { tenant, wake, due, run } = staged
  await wake()
  for (const expected of ['done', 'postponed', 'done']) expect(await run((await due())[0])).toBe(expected)
  expect(runs).toBe(3)
  expect(await rowsOf(tenant)).toEqual([])
})

test('waking does not shorten the wait of one that fails, and revives a dead one', async () => {
  const { tenant, wake, due, run } = await stage(() => Promise.reject(new Error('no')))
  await wake()
  await run((await due())[0])
  await wake()
  expect(await due()).toEqual([])
  for (let i = 0; i < 2; i++) {
    api.clock.advance(11)
    await run((await due())[0])
  }
  expect(await rowsOf(tenant)).toEqual([{ state: 'dead', attempts: 3 }])
  await wake()
  expect(await rowsOf(tenant)).toEqual([{ state: 'pending', attempts: 0 }])
  expect(await due()).toHaveLength(1)
})

test('a subscriber may hear of many events by one task', async () => {
  const { tenant } = await stage(async () => undefined)
  const task = defineTask({
    name: 'test.merged',
    queue: 'default',
    payload: z.object({ titles: z.array(z.string().startsWith('Job')) }),
    attempts: 1,
    backoffSeconds: () => 1,
    timeoutMs: 1000,
    merge: (payloads) => ({ titles: payloads.flatMap(({ titles }) => titles) }),
    handler: async () => undefined,
  })
  const subscription: Subscription = {
    events: ['job.created'],
    task,
    payload: ({ payload }) => ({ titles: [payload.title] }),
  }
  for (const title of ['Job 1', 'Odd', 'Job 2'])
    await tenant.admin.post('/v1/jobs', { title, description: 'x' })
  await tenant.relay({ tasks: new Map(), subscriptions: [subscription] })
  const rows = await api.sql<{ state: string; payload: unknown }>(
    "select state, payload from tasks where tenant_id = $1 and name = 'test.merged' order by state",
    [tenant.id],
  )
  expect(rows).toEqual([
    { state: 'dead', payload: { event_id: expect.any(String) } },
    { state: 'pending', payload: { titles: ['Job 1', 'Job 2'] } },
  ])
})
