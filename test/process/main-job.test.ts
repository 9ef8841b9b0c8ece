import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { withMainJob } from '#test/main-job/with-main-job.ts'
import { type NativeStack, openNativeStack } from '#test/support/native-stack.ts'
import { shareTemplates } from '#test/support/share-templates.ts'

const { TEST_DATABASE_URL: adminUrl, TEST_REDIS_URL: redisUrl, TEST_PGBOUNCER_URL: bouncerUrl } = process.env

const stacks: [string, () => Promise<NativeStack>][] = adminUrl
  ? [
      ...(redisUrl ? [stack('PostgreSQL and Redis', { redisUrl })] : []),
      stack('PostgreSQL alone', {}),
      ...(bouncerUrl && redisUrl ? [stack('PgBouncer and Redis', { redisUrl, bouncerUrl })] : []),
    ]
  : [['the embedded stack', embedded]]

/** The server as it is started, the queue that it really uses, and files through all of it. */
describe.each(stacks)('the main job on %s', (_name, open) => {
  test('resumes of several tenants become ranked lists, and webhooks tell of it', async () => {
    await withMainJob(await open(), async ({ job }) => job.sends(20))
  })
})

function stack(
  name: string,
  services: { redisUrl?: string; bouncerUrl?: string },
): [string, () => Promise<NativeStack>] {
  return [name, () => openNativeStack({ adminUrl: adminUrl ?? '', ...services })]
}

async function embedded(): Promise<NativeStack> {
  const dir = await mkdtemp(join(tmpdir(), 'shortlist-main-job-'))
  await shareTemplates(dir)
  return { env: { DATA_DIR: dir }, close: () => rm(dir, { recursive: true, force: true }) }
}
