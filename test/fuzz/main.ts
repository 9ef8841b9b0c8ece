import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

// Hostile input without the thrift of `npm test`: every naughty string in every text field of every operation.
const seed = process.env.FUZZ_SEED ?? String(Date.now() % 1_000_000)
console.log(`seed ${seed} (repeat with FUZZ_SEED=${seed})`)
const { status } = spawnSync(
  process.execPath,
  [join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs'), 'run', '--project', 'api', 'test/fuzz'],
  { stdio: 'inherit', env: { ...process.env, FUZZ: 'all', FUZZ_SEED: seed } },
)
process.exitCode = status ?? 1
