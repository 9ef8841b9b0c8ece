import { expect, test } from 'vitest'
import { withMainJob } from '#test/main-job/with-main-job.ts'
import { metricOf } from '#test/support/metric.ts'
import { openNativeStack } from '#test/support/native-stack.ts'
import { hasRedisServer, OwnRedis } from '#test/support/own-redis.ts'
import { readinessOf } from '#test/support/readiness.ts'

const { TEST_DATABASE_URL: adminUrl = '' } = process.env
const missing = adminUrl ? !hasRedisServer && 'there is no redis-server' : 'TEST_DATABASE_URL is not set'
if (missing) process.stdout.write(`left out: Redis taken away, for ${missing}\n`)

const LOGIN = { email: 'nobody@test.example', password: 'correct horse battery' }

const logIn = (origin: string) =>
  fetch(`${origin}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(LOGIN),
  })

test.skipIf(missing)('the main job while Redis is killed, comes back, and forgets everything', async () => {
  const redis = await OwnRedis.start()
  try {
    const stack = await openNativeStack({ adminUrl, redisUrl: redis.url })
    await withMainJob(stack, async ({ servers: [server], job, say }) => {
      const { origin } = server
      const degraded = (policy: string) => metricOf(origin, 'rate_limiter_degraded_total', { policy })
      await job.sends(8)
      expect((await logIn(origin)).status).toBe(401)

      await redis.stop()
      say('Redis is gone')
      // Requests are counted by this process alone and go on; log-ins are refused, and the metrics tell.
      await job.sends(8)
      const refused = await logIn(origin)
      expect(refused.status).toBe(503)
      expect(await refused.json()).toMatchObject({ code: 'server.unavailable' })
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await degraded('requests')).toBeGreaterThan(0)
      expect(await degraded('login')).toBe(1)
      const parts = { rate_limits: 'degraded', queue: 'degraded' }
      expect(await readinessOf(origin)).toMatchObject({ status: 200, parts })

      await redis.start()
      say('Redis is back')
      await job.until(async () => (await logIn(origin)).status === 401, 'a log-in that is answered')
      await job.sends(8)

      await redis.flush()
      say('Redis has forgotten everything')
      await job.sends(8)
      // Nobody was sent away meanwhile, but for those who asked the limiter that has to be exact.
      expect(job.repeated).toEqual([])
    })
  } finally {
    await redis.close()
  }
})
