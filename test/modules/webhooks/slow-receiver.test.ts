import type { ServerResponse } from 'node:http'
import { expect, test, vi } from 'vitest'
import { tasks } from '#src/modules/registry.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { testApi } from '#test/support/api.ts'
import { receiver } from './receiver.ts'
import { deliveriesOf, makeJob, subscribe, subscribed } from './subscribed.ts'

const api = await testApi()

test('a receiver that hangs gets a few requests at a time, in one task, and holds up nobody else', async () => {
  const { tenant, hook: quick, endpoint } = await subscribed(api)
  const slow = await receiver()
  const hanging: ServerResponse[] = []
  slow.answers((response) => void hanging.push(response))
  const slowEndpoint = await subscribe(tenant, slow.url)
  for (let i = 0; i < 15; i++) await makeJob(tenant)

  for (const ticket of await tenant.relay()) await runTask(api.context, tasks, ticket)
  const tickets = await tenant.relay()
  expect(tickets.map(({ queue }) => queue)).toEqual(['webhooks', 'webhooks'])

  const running = tickets.map((ticket) => runTask(api.context, tasks, ticket))
  await Promise.race(running)
  await vi.waitFor(() => expect(hanging).toHaveLength(10))
  const states = async (of: { id: string }) =>
    (await deliveriesOf(tenant, of)).map(({ state }: { state: string }) => state)
  expect(await states(endpoint)).toEqual(Array(15).fill('delivered'))
  expect(quick.received).toHaveLength(15)
  expect(await states(slowEndpoint)).toEqual(Array(15).fill('pending'))

  slow.answers(200)
  for (const response of hanging) response.writeHead(200).end()
  expect(await Promise.all(running)).toEqual(['done', 'done'])
  expect(await states(slowEndpoint)).toEqual(Array(15).fill('delivered'))
  expect(slow.received).toHaveLength(15)
})
