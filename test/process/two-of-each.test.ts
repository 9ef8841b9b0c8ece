import { expect, test } from 'vitest'
import { withMainJob } from '#test/main-job/with-main-job.ts'
import { metricOf } from '#test/support/metric.ts'
import type { MortalServer } from '#test/support/mortal-server.ts'
import { openNativeStack } from '#test/support/native-stack.ts'
import { readinessOf } from '#test/support/readiness.ts'

const { TEST_DATABASE_URL: adminUrl = '', TEST_REDIS_URL: redisUrl } = process.env
if (!adminUrl) process.stdout.write('left out: two of each, for TEST_DATABASE_URL is not set\n')

const ROLES = ['api', 'api', 'worker', 'worker'].map((ROLE) => ({ ROLE }))

const tasksOf = ({ origin }: MortalServer) => metricOf(origin, 'task_runs_total', { result: 'done' })

test.skipIf(!adminUrl).each([
  ['Redis', redisUrl],
  ['PostgreSQL alone', undefined],
])('two API and two worker processes share the main job over %s', async (_name, redis) => {
  const stack = await openNativeStack({ adminUrl, redisUrl: redis })
  await withMainJob(
    stack,
    async ({ servers, job, say }) => {
      const [firstApi, secondApi, firstWorker, secondWorker] = servers as [
        MortalServer,
        MortalServer,
        MortalServer,
        MortalServer,
      ]
      const parts = async ({ origin }: MortalServer) => Object.keys((await readinessOf(origin)).parts)
      expect(await parts(firstApi)).toEqual(['database', 'storage', 'rate_limits'])
      expect(await parts(firstWorker)).toEqual(['database', 'storage', 'queue'])
      expect((await fetch(`${firstWorker.origin}/v1/jobs`)).status).toBe(404)

      await job.sends(10)
      for (const worker of [firstWorker, secondWorker])
        await job.until(async () => (await tasksOf(worker)) > 0, 'tasks done by each worker')
      expect(await tasksOf(firstApi)).toBe(0)
      say('both workers work')

      await Promise.all([firstApi.kill(), firstWorker.kill()])
      say('one of each is killed')
      await job.sends(10)
      await Promise.all([firstApi.start(), firstWorker.start()])
      await job.until(async () => (await tasksOf(firstWorker)) > 0, 'the worker that came back')
      await Promise.all([secondApi.kill('SIGTERM'), secondWorker.kill('SIGTERM')])
      say('the other two have ended as they were told')
      await job.sends(10)
    },
    ROLES,
  )
})
