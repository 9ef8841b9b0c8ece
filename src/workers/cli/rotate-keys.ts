import { loadConfig } from '#src/config/config.ts'
import { openDatabase } from '#src/db/open-database.ts'
import { systemClock } from '#src/lib/clock.ts'
import { createEnvelope } from '#src/lib/envelope.ts'
import { createLogger } from '#src/platform/log/logger.ts'
import { rewrapSecrets } from '../rewrap-secrets.ts'

// Puts every stored secret under the first key of ENCRYPTION_KEY. See docs/operations.md for the order of steps.
const config = loadConfig()
const db = await openDatabase(config, createLogger('warn'))
try {
  const envelope = createEnvelope(config.encryptionKeys)
  const { rewrapped, unreadable } = await rewrapSecrets({ db, clock: systemClock, envelope })
  console.log(`${rewrapped} secrets are under the first key now; run it again until it says 0.`)
  for (const [table, values] of Object.entries(unreadable)) {
    console.error(`${table}: ${values} values are under a key that ENCRYPTION_KEY does not have`)
    process.exitCode = 1
  }
} catch (error) {
  console.error(`failed: ${(error as Error).message}`)
  process.exitCode = 1
} finally {
  await db.close()
}
