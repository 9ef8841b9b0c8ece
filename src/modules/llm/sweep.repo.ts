import { written } from '#src/db/statement.ts'
import { withSystem } from '#src/db/system.ts'

type From = Parameters<typeof withSystem>[0]

const BATCH = 500

/** So long a closed reservation counts for the calls of a minute, and some more. */
const CLOSED_KEPT_MS = 10 * 60_000
const DAY_MS = 24 * 60 * 60_000
/** Seven months, so that six are there at any time. */
const LINEAGE_KEPT_MS = 214 * DAY_MS

export interface StuckReservation {
  tenantId: string
  id: string
}

const stuckStatement = written<StuckReservation>(
  `select tenant_id, id from llm_reservations
   where expires_at < $1::timestamptz and closed_at is null and ($2::uuid is null or tenant_id = $2::uuid) limit ${BATCH}`,
  ['now', 'tenant'],
  { tenantId: String, id: String },
)

/** Reservations whose calls must have ended. `tenant` narrows them to one, for tests that share a database. */
export const stuckReservations = (from: From, tenant: string | null): Promise<StuckReservation[]> =>
  withSystem(from, 'sweep', (tx) => tx.all(stuckStatement, { now: tx.now, tenant }))

const forgetStatement = written(
  `delete from llm_reservations where (tenant_id, id) in
   (select tenant_id, id from llm_reservations where closed_at < $1::timestamptz limit 5000)`,
  ['before'],
  {},
)

export const forgetReservations = (from: From): Promise<number> =>
  withSystem(from, 'sweep', (tx) =>
    tx.run(forgetStatement, { before: new Date(tx.now.getTime() - CLOSED_KEPT_MS) }),
  )

const partitionsStatement = written<{ done: number }>(
  'select app.keep_llm_lineage($1::timestamptz, $2::timestamptz)',
  ['now', 'keepSince'],
  { done: Number },
)

/** Makes the partitions of the lineage that will be needed and drops the old ones; how many. */
export const keepLineage = (from: From): Promise<number> =>
  withSystem(from, 'sweep', async (tx) => {
    const keepSince = new Date(tx.now.getTime() - LINEAGE_KEPT_MS)
    return (await tx.first(partitionsStatement, { now: tx.now, keepSince }))?.done ?? 0
  })
