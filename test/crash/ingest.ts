import { setTimeout as wait } from 'node:timers/promises'
import { randomFrom } from '#src/lib/random.ts'
import { MainJob } from '#test/main-job/main-job.ts'
import { MortalServer } from '#test/support/mortal-server.ts'

export interface CrashOptions {
  /** What the server is told; `ALLOW_PRIVATE_DESTINATIONS` and the port are added. */
  env: Record<string, string>
  kills: number
  seed: number
  log(line: string): void
}

/**
 * Ingests resumes and has webhooks delivered while the server is killed at seeded moments; the client repeats what was
 * not answered under the same Idempotency-Key. Afterwards nothing may be lost, doubled or half done.
 */
export async function ingestSurvivesKills({ env, kills, seed, log }: CrashOptions): Promise<void> {
  log(`ingest: ${kills} kills, seed ${seed}`)
  const random = randomFrom(seed)
  const server = await MortalServer.create(env)
  let job: MainJob | undefined
  try {
    await server.start()
    job = await MainJob.begin({
      origins: [server.origin],
      tenants: 1,
      lanes: 4,
      thoughtMs: 120,
      refused: 0.02,
      seed,
    })
    for (let kill = 1; kill <= kills; kill++) {
      await wait(30 + random() * 900)
      await server.kill()
      await server.start()
      if (kill % 10 === 0)
        log(`  ${kill} kills, ${job.sent} files sent, ${job.repeated.length} calls repeated`)
    }
    log(`  ${await job.finish()}`)
  } finally {
    await server.kill('SIGTERM')
    job?.close()
  }
}
