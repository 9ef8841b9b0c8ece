import { expect, test } from 'vitest'
import { withMainJob } from '#test/main-job/with-main-job.ts'
import { openNativeStack } from '#test/support/native-stack.ts'
import { noOwnPostgres, OwnPostgres } from '#test/support/own-postgres.ts'
import { readinessOf } from '#test/support/readiness.ts'

const { TEST_REDIS_URL: redisUrl } = process.env
if (noOwnPostgres) process.stdout.write(`left out: PostgreSQL restarted, for ${noOwnPostgres}\n`)

const queues: [string, string | undefined][] = [['with the queue in it', undefined]]
if (redisUrl) queues.push(['with the queue in Redis', redisUrl])

/** Above the five seconds that a connection is waited for, and what a busy machine adds. */
const ANSWERED_WITHIN_MS = 10_000

test.skipIf(noOwnPostgres).each(queues)(
  'the main job while PostgreSQL, %s, crashes and stops',
  async (_name, redis) => {
    const postgres = await OwnPostgres.start()
    try {
      const stack = await openNativeStack({ adminUrl: postgres.url, redisUrl: redis })
      await withMainJob(stack, async ({ servers: [server], job, say }) => {
        await job.sends(6)
        for (const mode of ['immediate', 'fast'] as const) {
          await postgres.stop(mode)
          say(`PostgreSQL is stopped (${mode})`)
          await job.isRefused(20)
          expect(await readinessOf(server.origin)).toMatchObject({
            status: 503,
            parts: { database: 'failed' },
          })
          expect((await fetch(`${server.origin}/health/live`)).status).toBe(200)
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
  },
)
