import { expect, test } from 'vitest'
import { withMainJob } from '#test/main-job/with-main-job.ts'
import { openNativeStack } from '#test/support/native-stack.ts'
import { readinessOf } from '#test/support/readiness.ts'
import { startS3Stub } from '#test/support/s3-stub.ts'

const { TEST_DATABASE_URL: adminUrl = '', TEST_REDIS_URL: redisUrl } = process.env
if (!adminUrl) process.stdout.write('left out: S3 away, for TEST_DATABASE_URL is not set\n')

test.skipIf(!adminUrl)('the main job while S3 is slow, answers 500, and is well again', async () => {
  const s3 = await startS3Stub()
  try {
    const stack = await openNativeStack({ adminUrl, redisUrl })
    const env = {
      ...stack.env,
      S3_ENDPOINT: s3.endpoint,
      S3_BUCKET: 'files',
      S3_ACCESS_KEY_ID: 'stub-access-key',
      S3_SECRET_ACCESS_KEY: 'stub-secret-key',
    }
    await withMainJob({ ...stack, env }, async ({ servers: [server], job, say }) => {
      await job.sends(8)
      s3.ail({ ms: 1_000 })
      say('S3 takes a second for everything')
      await job.sends(8)
      expect(job.repeated).toEqual([])

      s3.ail({ status: 500 })
      say('S3 answers 500')
      await job.isRefused(6)
      expect(await readinessOf(server.origin)).toMatchObject({ status: 503, parts: { storage: 'failed' } })
      for (const { status, contentType, retryAfter, code } of job.repeated) {
        expect([status, code]).toEqual([503, 'server.unavailable'])
        expect(contentType).toContain('application/problem+json')
        expect(Number(retryAfter)).toBeGreaterThan(0)
      }

      s3.recover()
      say('S3 is well')
      await job.sends(8)
    })
  } finally {
    await s3.close()
  }
})
