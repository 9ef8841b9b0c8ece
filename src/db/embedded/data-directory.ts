import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'

/** Of the engine's PostgreSQL; a cluster of another cannot be opened. */
const POSTGRES_MAJOR = '18'

/**
 * Makes the directory on the first boot. The caller holds its lock. It is filled beside its place and renamed, so a
 * kill half-way leaves nothing that looks like a cluster.
 */
export async function ensureDataDirectory(
  directory: string,
  fill: (directory: string) => Promise<void>,
): Promise<void> {
  await sweepLeftovers(directory)
  if (await holdsCluster(directory)) return
  const filling = `${directory}.new-${process.pid}`
  await fill(filling)
  await rename(filling, directory)
}

async function sweepLeftovers(directory: string): Promise<void> {
  const parent = path.dirname(directory)
  const leftovers = (await readdir(parent)).filter((name) =>
    name.startsWith(`${path.basename(directory)}.new-`),
  )
  for (const name of leftovers) await rm(path.join(parent, name), { recursive: true, force: true })
}

async function holdsCluster(directory: string): Promise<boolean> {
  if (!existsSync(directory) || (await readdir(directory)).length === 0) return false
  const major = await readFile(path.join(directory, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (major === undefined) throw new Error(`${directory} is not empty and not a database`)
  if (major.trim() === POSTGRES_MAJOR) return true
  throw new Error(
    `${directory} was made by PostgreSQL ${major.trim()}; the engine is PostgreSQL ${POSTGRES_MAJOR}`,
  )
}
