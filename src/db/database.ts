import type pg from 'pg'
import type { Signal } from '#src/lib/signal.ts'
import type { Replica } from './replica.ts'

/** The connections of the process: one pool a log-in role, never more than that role may do. */
export interface Database {
  /** Member of ats_app: row-level security applies. */
  readonly app: pg.Pool
  /** Serves reads that are marked as safe for it. */
  readonly replica?: Replica | undefined
  /** Member of ats_system: only `withSystem` uses it. */
  readonly system: pg.Pool
  /** Acts as ats_owner, where the process was given its log-in: only `withOwner` uses it. */
  readonly owner?: pg.Pool | undefined
  /** Member of ats_queue, where the queue lives in PostgreSQL. */
  readonly queue?: pg.Pool | undefined
  /** Whether statements may be named (false behind a pooler that does not keep names). */
  readonly prepared: boolean
  /** Fires after a commit that left events or tasks to be relayed. */
  readonly outbox: Signal
  /** Fires after the relay of this process gave events their place in their tenants' order. */
  readonly relayed: Signal
  /** Refreshes the planner's statistics; only where no autovacuum does. */
  readonly analyze?: (() => Promise<void>) | undefined
  close(): Promise<void>
}
