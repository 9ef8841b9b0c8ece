import { written } from '#src/db/statement.ts'
import { withSystem } from '#src/db/system.ts'

type From = Parameters<typeof withSystem>[0]

const KEPT_MS = 30 * 24 * 60 * 60_000

const TENANTS = 100
const EVENTS = 1_000

const tenantStatement = written<{ id: string }>(
  `select o.tenant_id from event_counters o
   where ($2::uuid is null or o.tenant_id = $2::uuid) and exists (
     select 1 from (
       select e.relayed_at from events e
       where e.tenant_id = o.tenant_id and e.sequence > o.pruned_through order by e.sequence limit 1
     ) oldest where oldest.relayed_at < $1::timestamptz)
   limit ${TENANTS}`,
  ['before', 'tenant'],
  { id: (text) => text },
)

// Always the beginning of the order, so that everything above `pruned_through` is there. Deliveries go with their events.
const pruneStatement = written<{ events: number }>(
  `with cut as (
     select max(oldest.sequence) as sequence from (
       select e.sequence, e.relayed_at from event_counters o
       join events e on e.tenant_id = o.tenant_id and e.sequence > o.pruned_through
       where o.tenant_id = $1::uuid order by e.sequence limit ${EVENTS}
     ) oldest where oldest.relayed_at < $2::timestamptz
   ), gone as (
     delete from events e using cut where e.tenant_id = $1::uuid and e.sequence <= cut.sequence
     returning e.sequence
   ), noted as (
     update event_counters o set pruned_through = cut.sequence
     from cut where o.tenant_id = $1::uuid and cut.sequence > o.pruned_through
   )
   select count(*) from gone`,
  ['tenant', 'before'],
  { events: Number },
)

/**
 * Removes events, and their deliveries, that were told more than thirty days ago: of so many tenants so many, because the
 * relay waits for it, and the rest the next time. Resolves to how many went. `tenant` narrows it to one, for tests that
 * share a database.
 */
export async function pruneEvents(from: From, tenant: string | null = null): Promise<number> {
  const before = new Date(from.clock.now().getTime() - KEPT_MS)
  const tenants = await withSystem(from, 'sweep', (tx) => tx.all(tenantStatement, { before, tenant }))
  let removed = 0
  for (const { id } of tenants) {
    const gone = await withSystem(from, 'sweep', (tx) => tx.first(pruneStatement, { tenant: id, before }))
    removed += gone?.events ?? 0
  }
  return removed
}
