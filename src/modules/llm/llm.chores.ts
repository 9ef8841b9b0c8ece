import type { AppContext } from '#src/context.ts'
import { wholeTenant } from '#src/db/scope.ts'
import { withTenant } from '#src/db/tenant.ts'
import { newId } from '#src/lib/ids.ts'
import { closeReservation, findReservation, moveMoney } from './accounts.repo.ts'
import { record, UNSENT } from './ledger.ts'
import { forgetReservations, keepLineage, type StuckReservation, stuckReservations } from './sweep.repo.ts'

type Sweeping = Pick<AppContext, 'db' | 'clock'>

/** What is done now and then in one process of all; running it twice has the effect of once. */
export const llmChores = [
  { name: 'release stuck LLM reservations', everyMs: 30_000, run: (from: Sweeping) => releaseStuck(from) },
  { name: 'forget closed LLM reservations', everyMs: 5 * 60_000, run: forgetReservations },
  { name: 'keep the partitions of the LLM lineage', everyMs: 6 * 60 * 60_000, run: keepLineage },
]

/**
 * Gives back the money of calls whose process has died, and leaves them in the lineage as lost: what they cost only the
 * provider knows. `tenant` narrows it to one, for tests that share a database. Resolves to how many there were.
 */
export async function releaseStuck(from: Sweeping, tenant: string | null = null): Promise<number> {
  const stuck = await stuckReservations(from, tenant)
  const failures: unknown[] = []
  // One that cannot be released does not keep the others.
  for (const one of stuck) await release(from, one).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
  return stuck.length
}

async function release({ db, clock }: Sweeping, { tenantId, id }: StuckReservation): Promise<void> {
  const scope = wholeTenant({ db, clock, tenantId, requestId: newId() })
  await withTenant(scope, async (tx) => {
    const amount = await closeReservation(tx, id)
    const reservation = await findReservation(tx, id)
    // Its call came back after all.
    if (amount === undefined || !reservation) return
    await moveMoney(tx, reservation, { spent: 0, reserved: -amount })
    const latencyMs = Math.min(tx.now.getTime() - reservation.createdAt.getTime(), MAX_INT)
    record(
      tx,
      reservation.call,
      { ...UNSENT, outcome: 'lost', reason: 'process_died', latencyMs },
      reservation,
    )
  })
}

const MAX_INT = 2 ** 31 - 1
