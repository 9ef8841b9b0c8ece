import type { PgPool, PgQueryable } from 'bullmq'
import type pg from 'pg'
import { patientPool } from './patient-pool.ts'
import { QUEUE_OPTIONS, type Store, WORKER_OPTIONS } from './store.ts'

/** `pool` is a direct connection (it listens) as ats_queue, with `bullmq` as its search path. */
export async function postgresStore(pool: pg.Pool, onError: (error: Error) => void): Promise<Store> {
  const { createPostgresBackend, Queue, runMigrations, Worker } = await import('bullmq')
  // The same object: BullMQ writes its overloads in another order.
  const connection = patientPool(pool, onError) as pg.Pool & PgPool
  await migrateSchema(connection, runMigrations)
  return {
    queue: (name) =>
      new Queue(name, { connection, ...QUEUE_OPTIONS }, createPostgresBackend).on('error', onError),
    worker: (name, processor, concurrency) =>
      new Worker(name, processor, { connection, concurrency, ...WORKER_OPTIONS }, createPostgresBackend).on(
        'error',
        onError,
      ),
    ready: async () => {
      await pool.query('select 1')
    },
    // The pool belongs to the database.
    close: async () => {},
  }
}

async function migrateSchema(pool: PgPool, run: (client: PgQueryable) => Promise<unknown>): Promise<void> {
  const client = await pool.connect()
  try {
    await run({
      query: (text, params) => {
        // The schema is made by a migration of ours; ats_queue fills it and has no right to make any.
        if (text.startsWith('CREATE SCHEMA IF NOT EXISTS')) return Promise.resolve({ rows: [] })
        return client.query(text, params)
      },
    })
  } finally {
    client.release()
  }
}
