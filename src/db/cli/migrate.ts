import { type Migration, migrate, readMigrations } from '../migrations.ts'
import { withOwner } from './with-owner.ts'

await withOwner(async (client) => {
  const report = ({ version, name }: Migration, durationMs: number) =>
    console.log(`${String(version).padStart(4, '0')} ${name.padEnd(48)} ${String(durationMs).padStart(6)} ms`)
  const applied = await migrate(client, await readMigrations(), report)
  console.log(applied.length === 0 ? 'The schema is up to date.' : `${applied.length} migration(s) applied.`)
  return 0
})
