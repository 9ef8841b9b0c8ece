import { migrate, migrationsKey, readMigrations } from '../migrations.ts'
import { embeddedTemplate, openEmbedded } from './open.ts'

// The process that `makeDatabase` starts. It ends with its parent, so that it holds no lock which nobody waits for.
process.on('disconnect', () => process.exit(1))

const [, , dataDir, cacheDir] = process.argv
if (!dataDir || !cacheDir) throw new Error('usage: first-boot.ts <data directory> <cache directory>')
const migrations = await readMigrations()
const template = await embeddedTemplate({
  cacheDir,
  key: migrationsKey(migrations),
  prepare: async (pool) => {
    const client = await pool.connect()
    await migrate(client, migrations)
    client.release()
  },
})
const database = await openEmbedded({ dataDir, cacheDir, template })
await database.close()
process.exit(0)
