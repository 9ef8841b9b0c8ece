import type { Database } from '#src/db/database.ts'

/** @throws when a connection of the requests' pool cannot be had or does not answer */
export async function pingDatabase(db: Database): Promise<void> {
  await db.app.query('SELECT 1')
}
