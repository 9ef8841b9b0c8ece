import { describe, expect, test } from 'vitest'
import { tasks } from '#src/modules/registry.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { receiver } from './receiver.ts'
import { deliveriesOf, makeJob, openTasks, PATH, subscribe, subscribed } from './subscribed.ts'

const api = await testApi()

const ago = (seconds: number) => new Date(api.clock.now().getTime() - seconds * 1000).toISOString()

async function replay(tenant: TestTenant, endpoint: { id: string }, body: object = {}) {
  const answer = await tenant.admin.post(`${PATH}/${endpoint.id}/replay`, { since: ago(3600), ...body })
  expect(answer.status).toBe(202)
  const { id } = answer.body.operation
  expect(answer.headers.location).toBe(`/v1/operations/${id}`)
  await tenant.drain()
  return (await tenant.admin.get(`/v1/operations/${id}`)).body
}

const makeJobs = async (tenant: TestTenant, count: number) => {
  const ids: string[] = []
  for (let i = 0; i < count; i++) ids.push(await makeJob(tenant))
  await tenant.drain()
  return ids
}

describe('POST /v1/webhook-endpoints/:id/replay', () => {
  test.each([
    [{}, '/since'],
    [{ since: 'yesterday' }, '/since'],
    [{ since: ago(31 * 86_400) }, '/since'],
    [{ since: ago(60), until: ago(120) }, '/since'],
    [{ since: ago(-60) }, '/since'],
    [{ since: ago(60), events: ['job.exploded'] }, '/events/0'],
    [{ since: ago(60), only_failed: 'yes' }, '/only_failed'],
  ])('refuses %j', async (body, pointer) => {
    const { tenant, endpoint } = await subscribed(api)
    const answer = await tenant.admin.post(`${PATH}/${endpoint.id}/replay`, body)
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('is refused while the endpoint is disabled', async () => {
    const { tenant, endpoint } = await subscribed(api)
    await tenant.admin.post(`${PATH}/${endpoint.id}/disable`)
    const { status, body } = await tenant.admin.post(`${PATH}/${endpoint.id}/replay`, { since: ago(60) })
    expect([status, body.code]).toEqual([409, 'webhook_endpoint.invalid_transition'])
  })

  test('delivers what happened before the endpoint was there, and again what it had', async () => {
    const tenant = await api.tenant()
    const before = await makeJobs(tenant, 2)
    const hook = await receiver()
    const endpoint = await subscribe(tenant, hook.url, { events: ['job.created'] })
    const since = await makeJobs(tenant, 1)
    expect(hook.received).toHaveLength(1)
    const operation = await replay(tenant, endpoint)
    expect(operation).toMatchObject({
      kind: 'webhook_endpoint.replay',
      status: 'succeeded',
      result: { deliveries: 3 },
    })
    expect(hook.received.map(({ body }) => body.resource_id).sort()).toEqual(
      [...before, ...since, ...since].sort(),
    )
    const rows = await deliveriesOf(tenant, endpoint)
    const had = rows.find((row: { replay_of: string }) => row.replay_of)
    expect(rows.find(({ id }: { id: string }) => id === had.replay_of).event_id).toBe(had.event_id)
    expect(rows.filter((row: { replay_of: string }) => row.replay_of)).toHaveLength(1)
  })

  test('with only_failed only what failed, and with events only these', async () => {
    const { tenant, hook, endpoint } = await subscribed(api, { max_attempts: 1, events: ['job.*'] })
    const [sound] = await makeJobs(tenant, 1)
    hook.answers(500)
    const [lost] = await makeJobs(tenant, 1)
    await tenant.admin.post(`/v1/jobs/${lost}/open`)
    await tenant.drain()
    hook.answers(200)
    hook.received.length = 0
    expect((await replay(tenant, endpoint, { only_failed: true, events: ['job.opened'] })).result).toEqual({
      deliveries: 1,
    })
    expect(hook.received.map(({ body }) => body.type)).toEqual(['job.opened'])
    expect((await replay(tenant, endpoint, { only_failed: true })).result).toEqual({ deliveries: 1 })
    expect(hook.received.at(-1)?.body).toMatchObject({ type: 'job.created', resource_id: lost })
    expect((await replay(tenant, endpoint, { only_failed: true })).result).toEqual({ deliveries: 0 })
    expect((await replay(tenant, endpoint, { events: ['job.created'] })).result).toEqual({ deliveries: 2 })
    expect(hook.received.slice(-2).map(({ body }) => body.resource_id)).toEqual([sound, lost])
  })

  test('leaves out what is on its way, other times, and tests', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await makeJobs(tenant, 1)
    await tenant.admin.post(`${PATH}/${endpoint.id}/test`)
    await tenant.drain()
    hook.answers(500)
    await makeJobs(tenant, 1)
    hook.answers(200)
    expect((await replay(tenant, endpoint)).result).toEqual({ deliveries: 1 })
    expect((await replay(tenant, endpoint, { until: ago(1800) })).result).toEqual({ deliveries: 0 })
  })

  test('a second run of its task adds nothing', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await makeJobs(tenant, 3)
    await tenant.admin.post(`${PATH}/${endpoint.id}/replay`, { since: ago(3600) })
    const [task] = await openTasks(api, tenant, 'webhooks.replay')
    const [copy] = await api.sql<{ id: string }>(
      `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at)
       select tenant_id, gen_random_uuid(), name, payload, run_at, request_id, created_at from tasks where id = $1
       returning id`,
      [task?.id],
    )
    for (const one of [task, copy])
      await runTask(api.context, tasks, { tenantId: tenant.id, taskId: one?.id ?? '' })
    await tenant.drain()
    expect(hook.received).toHaveLength(6)
    expect(await deliveriesOf(tenant, endpoint)).toHaveLength(6)
  })
})

describe('POST /v1/webhook-endpoints/:id/enable', () => {
  test('with replay_since delivers whatever was missed, once', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    const had = await makeJobs(tenant, 1)
    hook.answers(500)
    const held = await makeJobs(tenant, 1)
    await tenant.admin.post(`${PATH}/${endpoint.id}/disable`)
    await tenant.drain()
    const missed = await makeJobs(tenant, 2)
    hook.answers(200)
    hook.received.length = 0
    const { status, body } = await tenant.admin.post(`${PATH}/${endpoint.id}/enable`, {
      replay_since: ago(3600),
    })
    expect([status, body.status]).toEqual([200, 'active'])
    await tenant.drain()
    const operation = await tenant.admin.get(`/v1/operations/${body.replay_operation_id}`)
    expect(operation.body).toMatchObject({ status: 'succeeded', result: { deliveries: 2 } })
    const ids = hook.received.map((one) => one.body.resource_id)
    expect(ids.sort()).toEqual([...held, ...missed].sort())
    expect(ids).not.toContain(had[0])
  })

  test('refuses a time that is not kept, and stays disabled', async () => {
    const { tenant, endpoint } = await subscribed(api)
    await tenant.admin.post(`${PATH}/${endpoint.id}/disable`)
    const answer = await tenant.admin.post(`${PATH}/${endpoint.id}/enable`, {
      replay_since: ago(31 * 86_400),
    })
    expect([answer.status, answer.body.code]).toEqual([422, 'webhook_endpoint.invalid_time'])
    expect((await tenant.admin.get(`${PATH}/${endpoint.id}`)).body.status).toBe('disabled_manual')
  })
})
