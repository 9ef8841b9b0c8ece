import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createOutbound, type Outbound } from '#src/platform/outbound/outbound.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { receiver } from './receiver.ts'
import { deliveriesOf, makeJob, openTasks, subscribe, subscribed } from './subscribed.ts'

const api = await testApi()
const { outbound } = api.context

const replaced: Outbound[] = []

afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(replaced.splice(0).map((one) => one.close()))
})

const HOUR = 3600

/** Moves the clock past the life of a token, and logs the admin in again. */
async function drainForHours(tenant: TestTenant, hours: number): Promise<TestTenant> {
  for (let i = 0; i < hours; i++) {
    await tenant.drain()
    api.clock.advance(HOUR)
  }
  const { email, password } = tenant.user
  const { body } = await api.anonymous.post('/v1/auth/login', { email, password })
  return { ...tenant, admin: api.anonymous.with({ authorization: `Bearer ${body.access_token}` }) }
}

describe('a receiver that fails', () => {
  test('is asked again under the same id with a new time', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    hook.answers(500)
    await makeJob(tenant)
    await tenant.drain()
    const [waiting] = await deliveriesOf(tenant, endpoint)
    expect(waiting).toMatchObject({ state: 'retrying', attempts: [{ status: 500, response: 'status 500' }] })
    const wait = Date.parse(waiting.next_retry_at) - Date.parse(waiting.updated_at)
    expect(wait).toBeGreaterThanOrEqual(5000)
    expect(wait).toBeLessThanOrEqual(5500)

    await tenant.drain()
    expect(hook.received).toHaveLength(1)

    hook.answers(200)
    api.clock.advance(6)
    await tenant.drain()
    const [first, second] = hook.received
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.text).toBe(first?.text)
    expect(Number(second?.headers['webhook-timestamp'])).toBeGreaterThan(
      Number(first?.headers['webhook-timestamp']),
    )
    // The library believes times within five minutes only, and the clock here has been moved.
    vi.spyOn(Date, 'now').mockReturnValue(Number(second?.headers['webhook-timestamp']) * 1000)
    new Webhook(endpoint.secret).verify(second?.text ?? '', second?.headers ?? {})
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([
      { state: 'delivered', attempts: [{ status: 500 }, { status: 200 }], next_retry_at: null },
    ])
  })

  test('is given up after max_attempts', async () => {
    const { tenant, hook, endpoint } = await subscribed(api, { max_attempts: 3 })
    hook.answers(503)
    await makeJob(tenant)
    const later = await drainForHours(tenant, 5)
    expect(hook.received).toHaveLength(3)
    expect(await deliveriesOf(later, endpoint)).toMatchObject([
      { state: 'failed', next_retry_at: null, delivered_at: null },
    ])
    expect(await openTasks(api, tenant)).toEqual([])
  })

  test.each([301, 302, 307, 308])('a redirect (%i) is a failure and is not followed', async (status) => {
    const { tenant, hook, endpoint } = await subscribed(api)
    const target = await receiver()
    hook.answers((response) => response.writeHead(status, { location: target.url }).end())
    await makeJob(tenant)
    await tenant.drain()
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([
      { state: 'retrying', attempts: [{ status }] },
    ])
    expect(target.received).toEqual([])
  })

  test('an endless answer is hung up on, and its first KiB kept without control characters', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    const hungUp = Promise.withResolvers<void>()
    const page = Buffer.from('\u0000a\u001b[31mé\n'.repeat(10_000))
    hook.answers((response) => {
      response.writeHead(200).on('close', hungUp.resolve)
      const more = () => {
        while (!response.destroyed && response.write(page));
      }
      response.on('drain', more)
      more()
    })
    await makeJob(tenant)
    await tenant.drain()
    await hungUp.promise
    const [{ state, attempts }] = await deliveriesOf(tenant, endpoint)
    expect(state).toBe('delivered')
    expect(attempts[0].response).toMatch(/^(a\[31mé)+/)
    expect(attempts[0].response).not.toMatch(/\p{Cc}/u)
    expect(Buffer.byteLength(attempts[0].response)).toBeLessThanOrEqual(1024)
  })

  test('that never answers is left after the deadline', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    const post = outbound.post.bind(outbound)
    const patient = vi
      .spyOn(outbound, 'post')
      .mockImplementation((url, request) => post(url, { ...request, timeoutMs: 50 }))
    hook.answers(() => {})
    await makeJob(tenant)
    await tenant.drain()
    expect(patient).toHaveBeenCalledWith(
      hook.url,
      expect.objectContaining({ timeoutMs: 10_000, maxResponseBytes: 65_536 }),
    )
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([
      { state: 'retrying', attempts: [{ status: null, error: 'timeout', response: null }] },
    ])
  })
})

describe('a destination that turns out to be forbidden', () => {
  /** Sends and checks through other rules and name servers than the test's own. */
  function replaceOutbound(lookup: () => Promise<string[]>): void {
    const strict = createOutbound({ allowPrivate: [], lookup })
    replaced.push(strict)
    vi.spyOn(outbound, 'checkResolved').mockImplementation((url) => strict.checkResolved(url))
    vi.spyOn(outbound, 'post').mockImplementation((url, request) => strict.post(url, request))
  }

  test('a name that was public when saved and is private when used is refused', async () => {
    const answers = [['93.184.216.34'], ['169.254.169.254']]
    replaceOutbound(async () => answers.shift() ?? [])
    const tenant = await api.tenant()
    const endpoint = await subscribe(tenant, 'https://rebound.test/')
    await makeJob(tenant)
    await tenant.drain()
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([
      { state: 'retrying', attempts: [{ status: null, error: 'blocked_address', response: null }] },
    ])
  })

  test('a name that does not resolve is taken, and fails when used', async () => {
    replaceOutbound(() => Promise.reject(new Error('no such name')))
    const tenant = await api.tenant()
    const endpoint = await subscribe(tenant, 'https://nowhere.test/', { max_attempts: 1 })
    await makeJob(tenant)
    await tenant.drain()
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([
      { state: 'failed', attempts: [{ status: null, error: 'unresolvable' }] },
    ])
  })
})

describe('a mistake of ours', () => {
  test('with one delivery is an attempt that failed', async () => {
    const { tenant, endpoint } = await subscribed(api)
    vi.spyOn(outbound, 'post').mockRejectedValueOnce(new TypeError('a mistake'))
    await makeJob(tenant)
    await tenant.drain()
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([
      { state: 'retrying', attempts: [{ status: null, error: 'internal', response: null }] },
    ])
  })

  test('that makes every delivery impossible ends them as failed', async () => {
    const { tenant, endpoint } = await subscribed(api)
    await api.sql("update webhook_endpoints set secret_sealed = 'damaged' where id = $1", [endpoint.id])
    await makeJob(tenant)
    const later = await drainForHours(tenant, 12)
    expect(await deliveriesOf(later, endpoint)).toMatchObject([{ state: 'failed', attempts: [] }])
  })
})
