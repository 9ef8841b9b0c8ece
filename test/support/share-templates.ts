import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'

/** Lets the server of a data folder begin with the migrated template that the API tests have made, or make. */
export async function shareTemplates(dataDir: string): Promise<void> {
  const templates = join(import.meta.dirname, '../../node_modules/.cache/shortlist')
  await mkdir(templates, { recursive: true })
  await symlink(templates, join(dataDir, 'cache'))
}
