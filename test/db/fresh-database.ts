import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { openEmbedded } from '#src/db/embedded/open.ts'
import { newId } from '#src/lib/ids.ts'

export interface FreshDatabase {
  connect(): Promise<pg.ClientBase>
  close(): Promise<void>
}

/** A database nobody else uses, with nothing in it. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const stack = inject('stack')
  if (stack.kind === 'embedded') {
    const engine = await openEmbedded({
      cacheDir: join(import.meta.dirname, '../../node_modules/.cache/shortlist'),
    })
    const pool = engine.pool()
    const clients: pg.PoolClient[] = []
    const connect = async () => {
      const client = await pool.connect()
      clients.push(client)
      return client
    }
    const close = async () => {
      for (const client of clients) client.release()
      await pool.end()
      await engine.close()
    }
    return { connect, close }
  }
  const name = `try_${newId().slice(-12)}`
  const admin = new pg.Client(stack.superUrl)
  await admin.connect()
  await admin.query(`create database ${name}`)
  const url = new URL(stack.superUrl)
  url.pathname = `/${name}`
  const connect = async () => {
    const client = new pg.Client(url.href)
    client.on('error', () => {})
    await client.connect()
    return client
  }
  const close = async () => {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
  return { connect, close }
}
