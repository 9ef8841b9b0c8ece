import { written } from '#src/db/statement.ts'
import { withSystem } from '#src/db/system.ts'
import { forgetSent } from '#src/platform/tasks/relay.repo.ts'

type From = Parameters<typeof withSystem>[0]

const expiries = ['before'] as const

/** So that no statement runs into its time-out, however much there is. */
const BATCH = 5_000

const DAY_MS = 24 * 60 * 60_000

/** What is kept for a while only: a replay's answer for a day, a session for a day past its end, a notification for 90. */
const EXPIRED = [
  {
    afterMs: DAY_MS,
    statement: written(
      `delete from idempotency_keys where (tenant_id, scope_hash) in
       (select tenant_id, scope_hash from idempotency_keys where created_at < $1::timestamptz limit ${BATCH})`,
      expiries,
      {},
    ),
  },
  {
    afterMs: DAY_MS,
    statement: written(
      `delete from anonymous_idempotency_keys where scope_hash in
       (select scope_hash from anonymous_idempotency_keys where created_at < $1::timestamptz limit ${BATCH})`,
      expiries,
      {},
    ),
  },
  {
    afterMs: DAY_MS,
    statement: written(
      `delete from sessions where id in (select id from sessions where expires_at < $1::timestamptz limit ${BATCH})`,
      expiries,
      {},
    ),
  },
  {
    afterMs: 90 * DAY_MS,
    statement: written(
      `delete from notifications where (tenant_id, id) in
       (select tenant_id, id from notifications where created_at < $1::timestamptz limit ${BATCH})`,
      expiries,
      {},
    ),
  },
]

/** Resolves to how many rows went. */
export async function removeExpired(from: From): Promise<number> {
  let removed = 0
  for (const { statement, afterMs } of EXPIRED) {
    for (let rows = BATCH; rows === BATCH; removed += rows) {
      rows = await withSystem(from, 'sweep', (tx) =>
        tx.run(statement, { before: new Date(tx.now.getTime() - afterMs) }),
      )
    }
  }
  return removed
}

export const forgetSentTasks = (from: From): Promise<number> => withSystem(from, 'relay', forgetSent)
