import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

test('each context counts for itself, the process is shown by all', async () => {
  const one = createMetrics()
  const other = createMetrics()
  one.rateLimiterDegraded.inc({ policy: 'login' })
  expect(await one.render()).toContain('rate_limiter_degraded_total{policy="login"} 1')
  expect(await other.render()).not.toContain('rate_limiter_degraded_total{policy="login"}')
  expect(await other.render()).toContain('process_cpu_seconds_total')
})

test('a duration falls into its bucket', async () => {
  const metrics = createMetrics()
  metrics.httpDuration.observe({ method: 'GET', route: '/v1/jobs/:id', status: '2xx' }, 0.007)
  const text = await metrics.render()
  const bucket = (le: string) =>
    `http_request_duration_seconds_bucket{le="${le}",method="GET",route="/v1/jobs/:id",status="2xx"}`
  expect(text).toContain(`${bucket('0.005')} 0`)
  expect(text).toContain(`${bucket('0.01')} 1`)
})

test('calls that overlap share one rendering, later ones see what came since', async () => {
  const metrics = createMetrics()
  const first = metrics.render()
  expect(metrics.render()).toBe(first)
  await first
  metrics.rateLimiterDegraded.inc({ policy: 'login' })
  expect(await metrics.render()).toContain('rate_limiter_degraded_total{policy="login"} 1')
})
