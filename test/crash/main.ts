import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openNativeStack } from '#test/support/native-stack.ts'
import { firstBootSurvivesKills } from './first-boot.ts'
import { ingestSurvivesKills } from './ingest.ts'

const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000)
const kills = Number(process.env.CRASH_KILLS ?? 50)
const log = (line: string) => console.log(line)

log(`seed ${seed} (repeat with CRASH_SEED=${seed})`)
const parts: [string, () => Promise<void>][] = [
  ['first boot', () => firstBootSurvivesKills({ kills: Math.ceil((kills * 2) / 5), seed, log })],
  ['ingest on the embedded stack', () => onEmbedded()],
  ['ingest on the native stack', () => onNative()],
]
let failed = 0
for (const [name, run] of parts) {
  const started = performance.now()
  try {
    await run()
    log(`ok      ${name} (${Math.round((performance.now() - started) / 1000)} s)`)
  } catch (error) {
    failed++
    log(`failed  ${name}: ${(error as Error).stack}`)
  }
}
log(`${parts.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function onEmbedded(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'shortlist-crash-'))
  try {
    await ingestSurvivesKills({ env: { DATA_DIR: dir }, kills, seed, log })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function onNative(): Promise<void> {
  const adminUrl = process.env.TEST_DATABASE_URL
  const redisUrl = process.env.TEST_REDIS_URL
  if (!adminUrl || !redisUrl) return log('  skipped: TEST_DATABASE_URL and TEST_REDIS_URL are not set')
  const stack = await openNativeStack({ adminUrl, redisUrl })
  try {
    await ingestSurvivesKills({ env: stack.env, kills, seed: seed + 1, log })
  } finally {
    await stack.close()
  }
}
