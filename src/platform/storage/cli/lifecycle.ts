import { isDeepStrictEqual } from 'node:util'
import { loadConfig } from '#src/config/config.ts'
import { LIFECYCLE_RULES } from '../lifecycle.ts'
import { s3Storage } from '../s3-storage.ts'

// Gives the bucket its lifecycle rules and reads them back. The server itself never does: it needs no such right.
const { storage } = loadConfig()
if (storage.kind !== 's3') {
  console.error(
    'S3_BUCKET is not set: a folder needs no lifecycle rules, the sweep of the workers does their work.',
  )
  process.exit(1)
}
const bucket = await s3Storage(storage)
try {
  await bucket.applyLifecycle(LIFECYCLE_RULES)
  const found = await bucket.readLifecycle()
  for (const rule of found) console.log(JSON.stringify(rule))
  if (!isDeepStrictEqual(byId(found), byId(LIFECYCLE_RULES))) {
    console.error('the bucket answers with other rules than it was given')
    process.exitCode = 1
  }
} finally {
  await bucket.close()
}

function byId<T extends { id: string }>(rules: readonly T[]): T[] {
  return rules.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
