import type { Clock } from '#src/lib/clock.ts'
import { checkout } from './checkout.ts'
import type { Database } from './database.ts'
import type { Effect } from './scope.ts'
import { Transaction, type Tx } from './tx.ts'

/** Why a piece of code may look across tenants. The list is closed: a new reason is a decision, not a convenience. */
export type Escalation = 'sign-up' | 'authenticate' | 'account' | 'settings' | 'relay' | 'sweep' | 'metrics'

/** A transaction across tenants. Its statements name the tenant themselves wherever they touch a tenant's rows. */
export interface SystemTx extends Tx {
  readonly system: true
}

/** The named escalation: runs `work` as ats_system, whose grants are short and tested. */
export function withSystem<T>(
  from: { db: Database; clock: Clock; effect?: Effect | undefined },
  _why: Escalation,
  work: (tx: SystemTx) => Promise<T>,
): Promise<T> {
  return checkout(from.db.system, (client) => {
    const tx = new Transaction({ client, now: from.clock.now(), mode: 'write', prepared: from.db.prepared })
    return {
      tx,
      work: async (handle) => {
        const { effect } = from
        if (effect) await effect.begin(handle)
        const result = await work(handle as SystemTx)
        effect?.finish(handle, result)
        if (effect?.rollback) await tx.rehearse()
        else await tx.commit()
        return result
      },
    }
  })
}

/** As `withSystem` for reading by exactly one statement, which then costs one flight in all. */
export function readSystemOnce<T>(
  from: { db: Database; clock: Clock },
  _why: Escalation,
  work: (tx: SystemTx) => Promise<T>,
): Promise<T> {
  return checkout(from.db.system, (client) => ({
    tx: new Transaction({ client, now: from.clock.now(), mode: 'flight', prepared: from.db.prepared }),
    work: (handle) => work(handle as SystemTx),
  }))
}
