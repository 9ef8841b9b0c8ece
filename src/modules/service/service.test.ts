import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import type { AppContext } from '#src/context.ts'
import { requestErrors } from '#src/http/errors.ts'
import { createKernel } from '#src/http/kernel.ts'
import { observeHttp } from '#src/http/observe.ts'
import type { Route } from '#src/http/route.ts'
import { systemClock } from '#src/lib/clock.ts'
import type { RateDecision } from '#src/platform/rate-limit/rate-limiter.ts'
import { parseRateLimits } from '#src/platform/rate-limit/rate-policies.ts'
import { createMetrics } from '#src/platform/telemetry/metrics.ts'
import { serviceModule } from './index.ts'

const apps: FastifyInstance[] = []
afterAll(() => Promise.all(apps.map((app) => app.close())))

interface Parts {
  ping?: () => Promise<unknown>
  storageReady?: () => Promise<void>
  queueReady?: () => Promise<void>
  role?: 'api' | 'worker' | 'all'
  degraded?: boolean
  stopping?: boolean
}

/** The service routes over parts that behave as told. `taken` counts what was asked of the rate limiter. */
function start({ ping, storageReady, queueReady, role = 'all', degraded, stopping = false }: Parts = {}) {
  const taken: string[] = []
  const metrics = createMetrics()
  const limiter: AppContext['limiter'] = {
    take: (policy): RateDecision => {
      taken.push(policy.name)
      const decision = { allowed: true, limit: policy.limit, remaining: 1, resetSeconds: 1, policy }
      return degraded ? { ...decision, degraded: true } : decision
    },
    close: async () => {},
  }
  const context = {
    config: { role, trustProxy: true, dataDir: join(tmpdir(), 'shortlist-service-test') },
    log: pino({ level: 'silent' }),
    clock: systemClock,
    db: { app: { query: ping ?? (async () => ({ rows: [] })) } },
    storage: { ready: storageReady ?? (async () => {}) },
    queue: { ready: queueReady ?? (async () => {}) },
    lifecycle: { stopping },
    limiter,
    metrics,
  } as unknown as AppContext
  const { routes }: { routes: readonly Route[] } = serviceModule({
    routes: () => routes,
    errors: () => Object.values(requestErrors),
    events: () => [],
  })
  const refuse = () => {
    throw new Error('nobody logs in here')
  }
  const app = createKernel({
    context,
    auth: { sign: refuse, forget: refuse },
    authenticate: { known: refuse, ask: refuse },
    limiter,
    policies: parseRateLimits(''),
    routes,
    constraints: new Map(),
  })
  observeHttp(app, metrics)
  apps.push(app)
  return { app, taken }
}

describe('readiness', () => {
  test('names each part that answers', async () => {
    const response = await start().app.inject('/health/ready')
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({
      status: 'ready',
      parts: { database: 'ok', storage: 'ok', rate_limits: 'ok', queue: 'ok' },
    })
  })

  test.each([
    ['api', ['database', 'storage', 'rate_limits']],
    ['worker', ['database', 'storage', 'queue']],
  ] as const)('of the role %s asks for what it needs', async (role, parts) => {
    const response = await start({ role }).app.inject('/health/ready')
    expect(Object.keys(response.json().parts)).toEqual(parts)
  })

  test('is kept when the queue is away: what is owed waits in the database', async () => {
    const queueReady = () => Promise.reject(new Error('away'))
    const response = await start({ role: 'worker', queueReady }).app.inject('/health/ready')
    expect([response.statusCode, response.json().parts.queue]).toEqual([200, 'degraded'])
  })

  test('is refused, with the parts, when one fails', async () => {
    const { app } = start({ storageReady: () => Promise.reject(new Error('a secret of the store')) })
    const response = await app.inject('/health/ready')
    expect(response.statusCode).toBe(503)
    expect(response.headers['retry-after']).toBe('2')
    expect(response.json()).toMatchObject({
      code: 'service.not_ready',
      parts: { database: 'ok', storage: 'failed' },
    })
    expect(response.body).not.toContain('secret')
  })

  test('is kept when only the shared limiter is away', async () => {
    const response = await start({ degraded: true }).app.inject('/health/ready')
    expect(response.json()).toMatchObject({ status: 'ready', parts: { rate_limits: 'degraded' } })
  })

  test('ends when the process stops, while liveness stays', async () => {
    const { app } = start({ stopping: true })
    expect((await app.inject('/health/ready')).statusCode).toBe(503)
    expect((await app.inject('/health/live')).json()).toEqual({ status: 'live' })
  })

  test('asks the database once for callers that come together', async () => {
    let pings = 0
    const { app } = start({ ping: async () => ++pings })
    await Promise.all([app.inject('/health/ready'), app.inject('/health/ready'), app.inject('/health/ready')])
    expect(pings).toBe(1)
  })
})

describe('metrics', () => {
  test('count requests by template, and what has no route together', async () => {
    const { app } = start()
    await app.inject('/health/live')
    await app.inject('/no/such/address')
    const { body, headers } = await app.inject('/metrics')
    expect(headers['content-type']).toContain('version=0.0.4')
    expect(body).toContain(
      'http_request_duration_seconds_count{method="GET",route="/health/live",status="2xx"} 1',
    )
    expect(body).toContain(
      'http_request_duration_seconds_count{method="GET",route="unmatched",status="4xx"} 1',
    )
    expect(body).toContain('process_cpu_seconds_total')
  })

  test('and health cost no quota, the documentation does', async () => {
    const { app, taken } = start()
    const { headers } = await app.inject('/metrics')
    await app.inject('/health/live')
    expect(headers).not.toHaveProperty('ratelimit')
    expect(taken).toEqual([])
    await app.inject('/openapi.json')
    expect(taken).toEqual(['requests'])
  })
})

describe('documentation', () => {
  test('the contract names its own address', async () => {
    const response = await start().app.inject('/openapi.json')
    expect(response.json()).toMatchObject({
      openapi: '3.1.0',
      paths: { '/openapi.json': {}, '/health/live': {} },
    })
  })

  test('the reference is a page whose scripts all come from here', async () => {
    const { app } = start()
    const page = await app.inject('/docs')
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
    expect(page.body).not.toMatch(/https?:/)
    const script = await app.inject('/docs/scalar.js')
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.body.length).toBeGreaterThan(1_000_000)
  })

  test('the error codes are JSON, or a page for browsers', async () => {
    const { app } = start()
    const catalogue = await app.inject({ url: '/errors', headers: { accept: '*/*' } })
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    const page = await app.inject({ url: '/errors', headers: { accept } })
    expect(catalogue.json().data).toContainEqual({
      code: 'request.not_found',
      status: 404,
      title: 'There is nothing here',
    })
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.body).toContain('id="request.not_found"')
  })
})

describe('security headers', () => {
  const expected = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  }

  test.each(['/health/live', '/no/such/address', '/%E0%A4%A', '/health/live?unknown=1'])(
    'are on %s',
    async (url) => {
      expect((await start().app.inject(url)).headers).toMatchObject(expected)
    },
  )

  test('tell browsers to stay with HTTPS where they came by it', async () => {
    const { app } = start()
    const plain = await app.inject('/health/live')
    const encrypted = await app.inject({ url: '/health/live', headers: { 'x-forwarded-proto': 'https' } })
    expect(plain.headers).not.toHaveProperty('strict-transport-security')
    expect(encrypted.headers['strict-transport-security']).toContain('max-age=31536000')
  })
})
