import { expect, test } from 'vitest'
import { z } from 'zod'
import { resendLostTasks, type TaskTicket } from '#src/platform/tasks/relay.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { defineTask, type Subscription } from '#src/platform/tasks/tasks.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()

function stage(handler: () => Promise<undefined>, attempts = 3) {
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
