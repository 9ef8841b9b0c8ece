import { openEmbedded } from '#src/db/embedded/open.ts'

/** A process of its own for the crash tests: opens a data directory, answers one query and closes it again. */
const [, , dataDir, cacheDir] = process.argv
if (!dataDir || !cacheDir) throw new Error('usage: open-directory.ts <data directory> <cache directory>')
const database = await openEmbedded({ dataDir, cacheDir })
const pool = database.pool()
const { rows } = await pool.query(`SELECT '[1,2]'::vector <-> '[1,2]'::vector AS distance`)
if (rows[0].distance !== 0) throw new Error(`unexpected answer: ${JSON.stringify(rows)}`)
await pool.end()
await database.close()
