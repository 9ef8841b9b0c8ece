import { migrationStatus, readMigrations } from '../migrations.ts'
import { withOwner } from './with-owner.ts'

const EXIT = { upToDate: 0, problems: 1, pending: 2 }

await withOwner(async (client) => {
  const { applied, pending, problems } = await migrationStatus(client, await readMigrations())
  const line = (version: number, name: string, state: string) =>
    console.log(`${String(version).padStart(4, '0')} ${name.padEnd(48)} ${state}`)
  for (const { version, name, executed_at, duration_ms } of applied) {
    line(version, name, `applied ${executed_at.toISOString()}, ${duration_ms} ms`)
  }
  for (const { version, name } of pending) line(version, name, 'pending')
  for (const problem of problems) console.log(`problem: ${problem}`)
  if (problems.length > 0) return EXIT.problems
  return pending.length > 0 ? EXIT.pending : EXIT.upToDate
})
