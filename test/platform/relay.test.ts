import { expect, test } from 'vitest'
import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { resendLostTasks, type TaskTicket } from '#src/platform/tasks/relay.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { defineTask, type Subscription, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()

function stage(handler: (ctx: TaskContext) => Promise<undefined>, attempts = 3) {
  const task = defineTask({
    name: 'test.task',
    queue: 'default',
    payload: z.object({ title: z.string() }),
    attempts,
    backoffSeconds: () => 10,
    timeoutMs: 1000,
    handler,
  })
  const subscription: Subscription = { events: ['job.created'], task, payload: ({ payload }) => payload }
  return { tasks: new Map([[task.name, task]]), subscriptions: [subscription] }
}

const tasksOf = (tenantId: string) =>
  api.sql<{ name: string; state: string; attempts: number; last_error: string | null }>(
    'select name, state, attempts, last_error from tasks where tenant_id = $1',
    [tenantId],
  )

test('an event that does not fit its subscriber becomes a dead task and holds nothing up', async () => {
  const tenant = await api.tenant()
  const told = stage(async () => undefined)
  for (const title of ['Poison', 'Sound']) await tenant.admin.post('/v1/jobs', { title, description: 'x' })
  await api.sql(`update events set payload = '{}' where tenant_id = $1 and payload->>'title' = 'Poison'`, [
    tenant.id,
  ])
  expect(await tenant.relay(told)).toHaveLength(1)
  expect((await tasksOf(tenant.id)).map(({ state }) => state).sort()).toEqual(['dead', 'pending'])
  const events = await api.sql('select sequence from events where tenant_id = $1 order by sequence', [
    tenant.id,
  ])
  expect(events).toEqual([{ sequence: '1' }, { sequence: '2' }])
})

test('a failing task waits by the clock, is tried again and is dead after its last attempt', async () => {
  const tenant = await api.tenant()
  const told = stage(() => Promise.reject(new Error('no')), 2)
  await tenant.admin.post('/v1/jobs', { title: 'Fails', description: 'x' })
  const due = async () => (await tenant.relay(told))[0]
  const first = await due()
  expect(first && (await runTask(api.context, told.tasks, first))).toBe('postponed')
  expect(await due()).toBeUndefined()
  api.clock.advance(11)
  const second = await due()
  expect(second?.key).not.toBe(first?.key)
  expect(second && (await runTask(api.context, told.tasks, second))).toBe('dead')
  expect(await tasksOf(tenant.id)).toMatchObject([{ state: 'dead', attempts: 2, last_error: 'no' }])
})

test('a task that a queue lost is sent again under the same key, and work that was done is gone', async () => {
  const tenant = await api.tenant()
  const told = stage(async () => undefined)
  await tenant.admin.post('/v1/jobs', { title: 'Lost', description: 'x' })
  const [sent] = await tenant.relay(told)
  api.clock.advance(301)
  const tickets: TaskTicket[] = []
  const transport = { send: async (lost: TaskTicket[]) => void tickets.push(...lost) }
  await resendLostTasks({ context: api.context, transport, ...told })
  const again = tickets.find(({ taskId }) => taskId === sent?.taskId)
  expect(again).toEqual(sent)
  expect(again && (await runTask(api.context, told.tasks, again))).toBe('done')
  expect(again && (await runTask(api.context, told.tasks, again))).toBe('gone')
  expect(await tasksOf(tenant.id)).toEqual([])
})

test('a receipt goes with the effects of the last transaction, and not where that one fails', async () => {
  const tenant = await api.tenant()
  let fails = true
  const told = stage(async (ctx) => {
    await withTenant(ctx, async (tx) => {
      ctx.task.finishWith(tx)
      if (fails) throw new Error('no')
    })
    return undefined
  })
  await tenant.admin.post('/v1/jobs', { title: 'Finishes', description: 'x' })
  const [ticket] = await tenant.relay(told)
  const run = async () => ticket && (await runTask(api.context, told.tasks, ticket))
  expect(await run()).toBe('postponed')
  fails = false
  expect(await run()).toBe('done')
  expect(await tasksOf(tenant.id)).toEqual([])
})

test('a tenant in which nobody hears of events owes no task for them', async () => {
  const [quiet, loud] = [await api.tenant(), await api.tenant()]
  const told = stage(async () => undefined)
  const subscriptions = told.subscriptions.map((one) => ({ ...one, heardBy: async () => new Set([loud.id]) }))
  for (const tenant of [quiet, loud]) {
    await tenant.admin.post('/v1/jobs', { title: 'Heard', description: 'x' })
    await tenant.relay({ ...told, subscriptions })
  }
  expect([(await tasksOf(quiet.id)).length, (await tasksOf(loud.id)).length]).toEqual([0, 1])
})
