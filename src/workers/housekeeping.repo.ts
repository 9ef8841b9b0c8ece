import { written } from '#src/db/statement.ts'
import { withSystem } from '#src/db/system.ts'
import { forgetSent } from '#src/platform/tasks/relay.repo.ts'

type From = Parameters<typeof withSystem>[0]

/** So that no statement runs into its time-out, however much there is. */
const BATCH = 5_000

const DAY_MS = 24 * 60 * 60_000

/** Rows of `table`, known by `key`, whose `since` is `days` ago. */
const expired = (days: number, table: string, key: string, since = 'created_at') => ({
  keptMs: days * DAY_MS,
  statement: written(
    `delete from ${table} where (${key}) in
     (select ${key} from ${table} where ${since} < $1::timestamptz limit ${BATCH})`,
    ['before'],
    {},
  ),
})

/** What is kept for a while only: a replay's answer for a day, a session for a day past its end. */
const EXPIRED = [
  expired(1, 'idempotency_keys', 'tenant_id, scope_hash'),
  expired(1, 'anonymous_idempotency_keys', 'scope_hash'),
  expired(1, 'sessions', 'id', 'expires_at'),
  expired(90, 'notifications', 'tenant_id, id'),
]

/** Resolves to how many rows went. */
export async function removeExpired(from: From): Promise<number> {
  let removed = 0
  for (const { statement, keptMs } of EXPIRED) {
    for (let rows = BATCH; rows === BATCH; removed += rows) {
      rows = await withSystem(from, 'sweep', (tx) =>
        tx.run(statement, { before: new Date(tx.now.getTime() - keptMs) }),
      )
    }
  }
  return removed
}

export const forgetSentTasks = (from: From): Promise<number> => withSystem(from, 'relay', forgetSent)
