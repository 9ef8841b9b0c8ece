import { written } from './statement.ts'
import type { SystemTx } from './system.ts'

/** What one process does at a time, however many there are. The numbers are only theirs. */
const LOCKS = { relay: 7_203_412, sweep: 7_203_413 }

const lockStatement = written<{ locked: boolean }>('select pg_try_advisory_xact_lock($1::bigint)', ['lock'], {
  locked: (value) => value === 't',
})

/** False when another process has it. Released by the end of the transaction: a lock of the session does not survive a pooler. */
export const tryLock = async (tx: SystemTx, name: keyof typeof LOCKS): Promise<boolean> =>
  (await tx.first(lockStatement, { lock: LOCKS[name] }))?.locked ?? false
