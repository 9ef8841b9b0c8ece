import { written } from '#src/db/statement.ts'
import { withSystem } from '#src/db/system.ts'
import { forgetSent } from '#src/platform/tasks/relay.repo.ts'

type From = Parameters<typeof withSystem>[0]

const expiries = ['before'] as const

/** What is kept for a while only: a replay's answer for a day, a session for a day past its end. */
const EXPIRED = [
  written('delete from idempotency_keys where created_at < $1::timestamptz', expiries, {}),
  written('delete from anonymous_idempotency_keys where created_at < $1::timestamptz', expiries, {}),
  written('delete from sessions where expires_at < $1::timestamptz', expiries, {}),
]

const DAY_MS = 24 * 60 * 60_000

/** Resolves to how many rows went. */
export function removeExpired(from: From): Promise<number> {
  return withSystem(from, 'sweep', async (tx) => {
    const before = new Date(tx.now.getTime() - DAY_MS)
    let removed = 0
    for (const statement of EXPIRED) removed += await tx.run(statement, { before })
    return removed
  })
}

export const forgetSentTasks = (from: From): Promise<number> => withSystem(from, 'relay', forgetSent)
