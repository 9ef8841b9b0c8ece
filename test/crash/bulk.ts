import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { randomFrom } from '#src/lib/random.ts'
import { sameOnce } from '#test/main-job/outcome.ts'
import { StubbornClient } from '#test/main-job/stubborn-client.ts'
import { zipOf } from '#test/modules/resumes/archives.ts'
import { MortalServer } from '#test/support/mortal-server.ts'
import type { CrashOptions } from './ingest.ts'
import { lettersOf, openAccount, readAll, resumeText } from './scenario.ts'

export interface BulkOptions extends CrashOptions {
  files: number
}

/** Above the five minutes after which a task that a queue lost is sent again. */
const SETTLE_WITHIN_MS = 480_000

/**
 * Sends many files at once, some of them bad and some in an archive, while the server is killed: once at the upload and
 * then as they are read. Afterwards each has exactly one result, and nothing was made twice.
 */
export async function bulkSurvivesKills(options: BulkOptions): Promise<void> {
  const { env, kills, seed, log, files: howMany } = options
  log(`bulk upload: ${howMany} files, ${kills} kills, seed ${seed}`)
  const random = randomFrom(seed)
  const files = filesOf(howMany, random)
  const server = await MortalServer.create(env)
  try {
    await server.start()
    const client = new StubbornClient(server.origin)
    const { jobId } = await openAccount(client)
    const sending = send(client, files, jobId)
    await wait(20 + random() * 500)
    await restart(server)
    const operationId = await sending
    for (let kill = 2; kill <= kills; kill++) {
      const target = howMany * 0.9 * ((kill - 2 + random()) / (kills - 1))
      const { done } = await operationWhen(client, operationId, (operation) => operation.done >= target)
      await wait(random() * 300)
      await restart(server)
      log(`  kill ${kill} after ${done} of ${howMany}`)
    }
    await operationWhen(client, operationId, ({ status }) => status === 'succeeded')
    checkResults(files, await takeStock(client, operationId, files))
    log(`  ${howMany} files: each has one result`)
  } finally {
    await server.kill('SIGTERM')
  }
}

interface SentFile {
  /** The name, also of the item. */
  label: string
  /** In the archive and not in a part of its own. */
  archived: boolean
  bytes: Buffer
  email: string
  /** The reason it must fail for. */
  fails: string | undefined
}

const SHARE_OF_BAD = 0.03
const SHARE_OF_ARCHIVED = 0.2

const BAD: { fails: string; bytes(i: number): Buffer }[] = [
  { fails: 'file.no_text', bytes: (i) => Buffer.from(' '.repeat(i + 1)) },
  { fails: 'file.unsupported_type', bytes: (i) => Buffer.from(`\x89PNG\r\n\x1a\n${i}`, 'latin1') },
  { fails: 'file.corrupt', bytes: (i) => Buffer.from(`%PDF-1.7\n% half of number ${i}`) },
]

function filesOf(howMany: number, random: () => number): SentFile[] {
  return Array.from({ length: howMany }, (_, i) => {
    const archived = i >= howMany * (1 - SHARE_OF_ARCHIVED)
    const email = `bulk-${i}@people.example`
    const bad = random() < SHARE_OF_BAD ? BAD[i % BAD.length] : undefined
    return {
      label: archived ? `all.zip/${i}.txt` : `${i}.txt`,
      archived,
      bytes: bad?.bytes(i) ?? Buffer.from(resumeText(`Pat Bulkberg${lettersOf(i)}`, email)),
      email,
      fails: bad?.fails,
    }
  })
}

async function send(client: StubbornClient, files: SentFile[], jobId: string): Promise<string> {
  const parts = files.filter(({ archived }) => !archived).map(({ label, bytes }) => ({ name: label, bytes }))
  const inside = files.filter(({ archived }) => archived)
  const archive = await zipOf(
    inside.map(({ label, bytes }) => ({ name: label.replace('all.zip/', ''), bytes })),
  )
  const { status, body } = await client.uploadMany<{ operation: Operation }>(
    '/v1/resumes/bulk',
    { job_id: jobId },
    [...parts, { name: 'all.zip', bytes: archive }].map(({ name, bytes }) => ({
      filename: name,
      contentType: 'application/octet-stream',
      bytes,
    })),
    'bulk',
  )
  assert.equal(status, 202, JSON.stringify(body))
  return body.operation.id
}

async function restart(server: MortalServer): Promise<void> {
  await server.kill()
  await server.start()
}

interface Operation {
  id: string
  status: string
  done: number
  total: number
  result: { succeeded: number; failed: number }
}

async function operationWhen(
  client: StubbornClient,
  id: string,
  isSo: (operation: Operation) => boolean,
): Promise<Operation> {
  const deadline = performance.now() + SETTLE_WITHIN_MS
  for (;;) {
    const { body } = await client.get<Operation>(`/v1/operations/${id}`)
    if (isSo(body)) return body
    if (performance.now() > deadline) throw new Error(`the operation stands at ${JSON.stringify(body)}`)
    await wait(100)
  }
}

interface Item {
  position: number
  label: string
  status: string
  result: { resume_id: string; candidate_id: string | null; state: string } | null
  error: { code: string } | null
}

interface Stock {
  operation: Operation
  items: Item[]
  parses: { resume_id: string; state: string; application_id: string | null }[]
  candidates: { id: string; email: string | null }[]
  applications: { candidate_id: string }[]
  events: { type: string; resource_id: string; sequence: number }[]
}

/** Waits until the relay has told all of it. */
async function takeStock(client: StubbornClient, operationId: string, files: SentFile[]): Promise<Stock> {
  const deadline = performance.now() + SETTLE_WITHIN_MS
  for (;;) {
    const events = await readAll<Stock['events'][number]>(client, '/v1/events')
    const told = events.filter(({ type }) => /^resume\.pars/.test(type)).length
    if (told >= files.length || performance.now() > deadline) {
      return {
        operation: (await client.get<Operation>(`/v1/operations/${operationId}`)).body,
        items: await readAll(client, `/v1/operations/${operationId}/items`),
        parses: await readAll(client, '/v1/resume-parses'),
        candidates: await readAll(client, '/v1/candidates'),
        applications: await readAll(client, '/v1/applications'),
        events,
      }
    }
    await wait(500)
  }
}

/** @throws AssertionError naming what was lost, doubled or half done */
function checkResults(files: SentFile[], stock: Stock): void {
  const { operation, items, parses, candidates, applications, events } = stock
  const good = files.filter(({ fails }) => !fails)
  const result = { succeeded: good.length, failed: files.length - good.length }
  assert.deepEqual([operation.done, operation.total, operation.result], [files.length, files.length, result])
  assert.deepEqual(
    items.map(({ position, label, error }) => [position, label, error?.code]),
    files.map(({ label, fails }, i) => [i + 1, label, fails]),
  )
  for (const { label, status, error } of items)
    assert.equal(status, error ? 'failed' : 'succeeded', `the item ${label}`)
  const resumeIds = items.map((item) => item.result?.resume_id ?? 'none')
  const addresses = (some: { email: string | null }[]) => some.map(({ email }) => email ?? 'none')
  sameOnce(
    'resumes',
    parses.map(({ resume_id }) => resume_id),
    resumeIds,
  )
  sameOnce('candidates', addresses(candidates), addresses(good))
  sameOnce(
    'candidates of the results',
    items.flatMap((item) => item.result?.candidate_id ?? []),
    candidates.map(({ id }) => id),
  )
  sameOnce(
    'candidates with an application',
    applications.map(({ candidate_id }) => candidate_id),
    candidates.map(({ id }) => id),
  )
  const about = (type: RegExp) =>
    events.filter((event) => type.test(event.type)).map((event) => event.resource_id)
  sameOnce('resume.uploaded events', about(/^resume\.uploaded$/), resumeIds)
  sameOnce('events of an end', about(/^resume\.(parsed|parse_failed)$/), resumeIds)
  sameOnce(
    'candidate.created events',
    about(/^candidate\.created$/),
    candidates.map(({ id }) => id),
  )
  sameOnce(
    'sequences',
    events.map(({ sequence }) => String(sequence)),
    events.map((_, i) => String(i + 1)),
  )
}
