import { withTenant } from '#src/db/tenant.ts'
import { newId } from '#src/lib/ids.ts'
import { candidateCreated } from '#src/modules/candidates/candidates.events.ts'
import { type CandidateRow, insertCandidate } from '#src/modules/candidates/candidates.repo.ts'
import { emit } from '#src/platform/events/events.ts'
import { bySize, CONNECTIONS, openProduct, scopeOf } from './bench-context.ts'
import type { BenchDatabase } from './database.ts'
import type { BenchTenant } from './fill.ts'
import { looped } from './loops.ts'
import { postgresCpuReader } from './postgres-cpu.ts'
import type { Comparison } from './rounds.ts'

/** What an event costs the transaction that leaves it. */
export function outbox(
  database: BenchDatabase,
  tenants: BenchTenant[],
  opened: AsyncDisposableStack,
): Comparison {
  const db = opened.adopt(openProduct(database), (open) => open.close())
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
    floor: 0.8,
    contenders: [
      looped('the insert alone', loops, insert(false)),
      looped('with its event', loops, insert(true)),
    ],
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
