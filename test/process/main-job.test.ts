import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { demoFiles, demoJobs } from '#src/demo/files.ts'
import { Recruiter } from '#src/demo/recruiter.ts'
import { MortalServer } from '#test/support/mortal-server.ts'
import { openNativeStack } from '#test/support/native-stack.ts'

interface Stack {
  env: Record<string, string>
  close(): Promise<void>
}

const { TEST_DATABASE_URL: adminUrl, TEST_REDIS_URL: redisUrl, TEST_PGBOUNCER_URL: bouncerUrl } = process.env

const stacks: [string, () => Promise<Stack>][] = adminUrl
  ? [
      ['PostgreSQL and Redis', () => openNativeStack({ adminUrl, redisUrl })],
      ['PostgreSQL alone', () => openNativeStack({ adminUrl })],
      ...(bouncerUrl && redisUrl
        ? ([['PgBouncer and Redis', () => openNativeStack({ adminUrl, redisUrl, bouncerUrl })]] as [
            string,
            () => Promise<Stack>,
          ][])
        : []),
    ]
  : [['the embedded stack', embedded]]

/** The server as it is started, the queue that it really uses, and files through all of it. */
describe.each(stacks)('the main job on %s', (_name, open) => {
  test('resumes become a ranked list, and webhooks tell of it', async () => {
    const stack = await open()
    const server = await MortalServer.create({ ...stack.env, ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1' })
    const told: string[] = []
    let secret = ''
    const hook = createServer((request, response) => {
      const chunks: Buffer[] = []
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const body = Buffer.concat(chunks).toString('utf8')
          new Webhook(secret).verify(body, request.headers as Record<string, string>)
          told.push((JSON.parse(body) as { type: string }).type)
          response.writeHead(204).end()
        })
    })
    try {
      await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
      await server.start()
      const recruiter = new Recruiter(server.origin)
      await recruiter.signUp({ email: 'robin@test.example', password: 'correct horse battery' })
      secret = await recruiter.addWebhook(`http://127.0.0.1:${(hook.address() as AddressInfo).port}/`)
      const [first] = demoJobs
      if (!first) throw new Error('there is no job to try')
      const job = await recruiter.openJob(first)
      const files = (await demoFiles()).filter((file) => file.expect !== 'failed').slice(0, 4)
      for (const file of files) {
        const id = await recruiter.upload(file, job.id)
        const done = await recruiter.until(
          () => recruiter.readParse(id),
          ({ state }) => !['queued', 'processing'].includes(state),
          60,
        )
        expect(done.state).toBe('parsed')
      }
      await recruiter.rank(job.id)
      const ranked = await recruiter.shortlist(job.id, 10)
      expect(ranked).toHaveLength(files.length)
      expect(ranked.map(({ score }) => score)).toEqual(
        ranked.map(({ score }) => score).toSorted((a, b) => b - a),
      )
      const expected = [
        'job.opened',
        'resume.parsed',
        'candidate.created',
        'application.created',
        'match.scored',
      ]
      await recruiter.until(
        async () => told,
        (types) => expected.every((type) => types.includes(type)),
        60,
      )
    } catch (error) {
      throw new Error(`the main job failed; the server said:\n${server.said}`, { cause: error })
    } finally {
      await server.kill('SIGTERM')
      hook.close()
      await stack.close()
    }
  })
})

async function embedded(): Promise<Stack> {
  const dir = await mkdtemp(join(tmpdir(), 'shortlist-main-job-'))
  return { env: { DATA_DIR: dir }, close: () => rm(dir, { recursive: true, force: true }) }
}
