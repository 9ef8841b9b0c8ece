import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openNativeStack } from '#test/support/native-stack.ts'
import { bulkSurvivesKills } from './bulk.ts'
import { firstBootSurvivesKills } from './first-boot.ts'
import { type CrashOptions, ingestSurvivesKills } from './ingest.ts'

const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000)
const kills = Number(process.env.CRASH_KILLS ?? 50)
const bulkKills = Number(process.env.CRASH_BULK_KILLS ?? 5)
const files = Number(process.env.CRASH_BULK_FILES ?? 1000)
const log = (line: string) => console.log(line)

log(`seed ${seed} (repeat with CRASH_SEED=${seed})`)
const parts: [string, () => Promise<void>][] = [
  ['first boot', () => firstBootSurvivesKills({ kills: Math.ceil((kills * 2) / 5), seed, log })],
  ['ingest on the embedded stack', () => onEmbedded((env) => ingestSurvivesKills({ ...env, kills }))],
  ['ingest on the native stack', () => onNative((env) => ingestSurvivesKills({ ...env, kills }))],
  ['bulk upload on the embedded stack', () => onEmbedded(bulk)],
  ['bulk upload on the native stack', () => onNative(bulk)],
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

type Surroundings = Omit<CrashOptions, 'kills'>

function bulk(surroundings: Surroundings): Promise<void> {
  return bulkSurvivesKills({ ...surroundings, kills: bulkKills, files })
}

async function onEmbedded(run: (surroundings: Surroundings) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'shortlist-crash-'))
  try {
    await run({ env: { DATA_DIR: dir }, seed, log })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function onNative(run: (surroundings: Surroundings) => Promise<void>): Promise<void> {
  const adminUrl = process.env.TEST_DATABASE_URL
  const redisUrl = process.env.TEST_REDIS_URL
  if (!adminUrl || !redisUrl) return log('  skipped: TEST_DATABASE_URL and TEST_REDIS_URL are not set')
  const stack = await openNativeStack({ adminUrl, redisUrl })
  try {
    await run({ env: stack.env, seed: seed + 1, log })
  } finally {
    await stack.close()
  }
}
