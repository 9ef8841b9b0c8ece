import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { MortalServer } from '#test/support/mortal-server.ts'
import { checkOutcome, isSubscribed, type Outcome } from './outcome.ts'
import { randomFrom } from './random.ts'
import { lettersOf, openAccount, readAll, resumeText } from './scenario.ts'
import { StubbornClient } from './stubborn-client.ts'

export interface CrashOptions {
  /** What the server is told; `ALLOW_PRIVATE_DESTINATIONS` and the port are added. */
  env: Record<string, string>
  kills: number
  seed: number
  log(line: string): void
}

const LANES = 4
/** Above the five minutes after which a task that a queue lost is sent again. */
const SETTLE_WITHIN_MS = 480_000

/**
 * Ingests resumes and has webhooks delivered while the server is killed at seeded moments; the client repeats what was
 * not answered under the same Idempotency-Key. Afterwards nothing may be lost, doubled or half done.
 */
export async function ingestSurvivesKills({ env, kills, seed, log }: CrashOptions): Promise<void> {
  log(`ingest: ${kills} kills, seed ${seed}`)
  const random = randomFrom(seed)
  const receiver = await startReceiver(random)
  const server = await MortalServer.create({
    ...env,
    ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1',
  })
  try {
    await server.start()
    const client = new StubbornClient(server.origin)
    const work = await prepare(client, receiver.url)
    let dying = true
    const lanes = Array.from({ length: LANES }, (_, lane) => ingest(client, work, lane, () => dying))
    for (let kill = 1; kill <= kills; kill++) {
      await wait(30 + random() * 900)
      await server.kill()
      await server.start()
      if (kill % 10 === 0)
        log(`  ${kill} kills, ${work.sent.length} files sent, ${client.retries} calls repeated`)
    }
    dying = false
    await Promise.all(lanes)
    const outcome = await settle(client, work, receiver.received)
    checkOutcome(outcome)
    log(
      `  ${work.sent.length} resumes, ${outcome.events.length} events, ${receiver.attempts()} deliveries: all accounted for`,
    )
  } finally {
    await server.kill('SIGTERM')
    receiver.server.close()
  }
}

interface Work {
  jobId: string
  sent: Outcome['sent']
}

async function prepare(client: StubbornClient, hook: string): Promise<Work> {
  const { jobId } = await openAccount(client)
  await client.post('/v1/webhook-endpoints', { url: hook, events: ['*'] }, 'hook')
  return { jobId, sent: [] }
}

async function ingest(
  client: StubbornClient,
  work: Work,
  lane: number,
  goesOn: () => boolean,
): Promise<void> {
  for (let i = 0; goesOn(); i++) {
    const email = `person-${lane}-${i}@people.example`
    const text = resumeText(`Pat ${lettersOf(lane)}berg${lettersOf(i)}`, email)
    const { status, body } = await client.upload<{ resume: { id: string }; parse: { id: string } }>(
      '/v1/resumes',
      { job_id: work.jobId },
      { name: `${lane}-${i}.txt`, text },
      `upload-${lane}-${i}`,
    )
    if (status !== 202) throw new Error(`an upload was answered ${status}: ${JSON.stringify(body)}`)
    work.sent.push({ email, resumeId: body.resume.id, parseId: body.parse.id })
    // A person has a thought between two files; without it the set grows beyond what can be parsed meanwhile.
    await wait(120)
  }
}

/** Waits until every parse is final and every delivery arrived, then takes stock. */
async function settle(client: StubbornClient, work: Work, received: Map<string, number>): Promise<Outcome> {
  const deadline = performance.now() + SETTLE_WITHIN_MS
  for (;;) {
    const outcome = await takeStock(client, work, received)
    const pending = outcome.parses.filter((parse) => ['queued', 'processing'].includes(parse.state)).length
    const missing = outcome.events.filter((event) => isSubscribed(event) && !received.has(event.id)).length
    // Each parsed resume has its event; without it the relay has not caught up.
    const told = outcome.events.filter((event) => /^resume\.pars/.test(event.type)).length
    if (pending === 0 && missing === 0 && told >= work.sent.length) return outcome
    if (performance.now() > deadline) {
      throw new Error(
        `not settled: ${pending} parses pending, ${missing} events not delivered, ${told} of ${work.sent.length} told`,
      )
    }
    await wait(500)
  }
}

async function takeStock(
  client: StubbornClient,
  work: Work,
  received: Map<string, number>,
): Promise<Outcome> {
  const [events, parses, candidates, applications] = await Promise.all([
    readAll<Outcome['events'][number]>(client, '/v1/events'),
    readAll<Outcome['parses'][number]>(client, '/v1/resume-parses'),
    readAll<Outcome['candidates'][number]>(client, '/v1/candidates'),
    readAll<Outcome['applications'][number]>(client, '/v1/applications'),
  ])
  return { sent: work.sent, events, parses, candidates, applications, received }
}

interface Receiver {
  url: string
  server: Server
  /** Deliveries by event id. */
  received: Map<string, number>
  attempts(): number
}

/** Refuses some deliveries, so that retries are under way when the server dies. */
async function startReceiver(random: () => number): Promise<Receiver> {
  const received = new Map<string, number>()
  let attempts = 0
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      attempts++
      if (random() < 0.02) return void response.writeHead(500).end()
      const id = String(request.headers['webhook-id'])
      received.set(id, (received.get(id) ?? 0) + 1)
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { url, server, received, attempts: () => attempts }
}
