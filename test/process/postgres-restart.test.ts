import { describe, expect, test } from 'vitest'
import { withMainJob } from '#test/main-job/with-main-job.ts'
import { openNativeStack } from '#test/support/native-stack.ts'
import { noOwnPostgres, OwnPostgres } from '#test/support/own-postgres.ts'

const { TEST_REDIS_URL: redisUrl } = process.env
if (noOwnPostgres) process.stdout.write(`left out: PostgreSQL restarted, for ${noOwnPostgres}\n`)

/** Above the five seconds that a connection is waited for, and what a busy machine adds. */
const ANSWERED_WITHIN_MS = 10_000

describe
  .skipIf(noOwnPostgres)
  .each([['with the queue in it', undefined], ...(redisUrl ? [['with the queue in Redis', redisUrl]] : [])])(
  'PostgreSQL, %s,',
  (_name, redis) => {
    test('crashes and stops while the main job goes on', async () => {
      const postgres = await OwnPostgres.start()
      try {
        const stack = await openNativeStack({ adminUrl: postgres.url, redisUrl: redis })
        await withMainJob(stack, async ({ servers: [server], job, say }) => {
          await job.sends(6)
          for (const mode of ['immediate', 'fast'] as const) {
            await postgres.stop(mode)
            say(`PostgreSQL is stopped (${mode})`)
            await job.isRefused(20)
            const ready = await fetch(`${server?.origin}/health/ready`)
            expect([ready.status, (await ready.json()).parts.database]).toEqual([503, 'failed'])
            expect((await fetch(`${server?.origin}/health/live`)).status).toBe(200)
            await postgres.start()
            say('PostgreSQL is up')
            await job.sends(6)
          }
          for (const { status, contentType, retryAfter, code } of job.repeated) {
            expect([status, code]).toEqual([503, 'server.unavailable'])
            expect(contentType).toContain('application/problem+json')
            expect(Number(retryAfter)).toBeGreaterThan(0)
          }
          expect(job.longestMs).toBeLessThan(ANSWERED_WITHIN_MS)
        })
      } finally {
        await postgres.close()
      }
    })
  },
)
