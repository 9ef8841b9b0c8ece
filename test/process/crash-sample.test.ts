import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { ingestSurvivesKills } from '#test/crash/ingest.ts'

// A sample of `npm run test:crash`, which kills a hundred times.
test('ingest and delivery survive two kills', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'shortlist-crash-sample-'))
  try {
    await ingestSurvivesKills({ env: { DATA_DIR: dir }, kills: 2, seed: 11, log: () => {} })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})
