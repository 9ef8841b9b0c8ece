import { withTenant } from '#src/db/tenant.ts'
import { newId } from '#src/lib/ids.ts'
import { candidateCreated } from '#src/modules/candidates/candidates.events.ts'
import { type CandidateRow, insertCandidate } from '#src/modules/candidates/candidates.repo.ts'
import { emit } from '#src/platform/events/events.ts'
import { bySize, CONNECTIONS, openProduct, scopeOf } from './bench-context.ts'
import { looped } from './loops.ts'
import { postgresCpuReader } from './postgres-cpu.ts'
import type { Comparison } from './rounds.ts'
import type { World } from './world.ts'

/** What an event costs the transaction that leaves it. */
export function outbox({ database, tenants }: World, opened: AsyncDisposableStack): Comparison {
  const db = openProduct(database, opened)
  const loops = { loops: CONNECTIONS, postgresCpu: postgresCpuReader(database.admin) }
  const next = bySize(tenants)
  const insert = (withEvent: boolean) => async () => {
    const scope = scopeOf(db, next.next().value)
    await withTenant(scope, async (tx) => {
      const row = candidate(scope.actorId, tx.now)
      await insertCandidate(tx, row)
      if (withEvent)
        emit(tx, scope, candidateCreated, row.id, { source: null, owner_id: row.ownerId, version: 1 })
    })
  }
  return {
    name: 'outbox',
    title: `an insert with its event in the outbox, ${CONNECTIONS} connections`,
    unit: 'commits/s',
    target: { of: 'throughput', atLeast: 0.8 },
    references: [looped('the insert alone', loops, insert(false))],
    contenders: [looped('with its event', loops, insert(true))],
  }
}

function candidate(ownerId: string | null, now: Date): CandidateRow {
  const id = newId()
  return {
    id,
    firstName: 'Given',
    lastName: 'Family',
    email: `${id}@mail.example`,
    phone: null,
    headline: 'Engineer of systems, with care for detail',
    company: 'Company',
    location: 'City, Country',
    links: [],
    source: null,
    ownerId,
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
}
