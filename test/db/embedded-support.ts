import path from 'node:path'
import type pg from 'pg'
import { embeddedTemplate } from '#src/db/embedded/open.ts'

/** Kept from run to run: making a cluster takes longer than a test file. */
export const cacheDir = path.resolve('node_modules/.cache/shortlist')

/** The options of a session that is no superuser. */
export const APP = '-c role=ats_app'

/** A cluster with the role `ats_app` and a table it may use. */
export const accountTemplate = (): Promise<string> =>
  embeddedTemplate({
    cacheDir,
    key: 'accounts 1',
    prepare: async (pool) => {
      await pool.query('CREATE ROLE ats_app NOLOGIN')
      await pool.query('CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)')
      await pool.query('GRANT ALL ON account TO ats_app')
    },
  })

/** A client whose loss the test expects, so that it does not end the process. */
export async function checkout(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect()
  client.on('error', () => {})
  return client
}

export const codeOf = (query: Promise<unknown>): Promise<unknown> =>
  query.then(
    () => 'no error',
    (error) => error.code,
  )

/** The one value of the one row. */
export async function scalar(from: pg.Pool | pg.ClientBase, sql: string): Promise<unknown> {
  const { rows } = await from.query(sql)
  return Object.values(rows[0])[0]
}
