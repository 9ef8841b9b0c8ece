import type { Config } from '#src/config/config.ts'
import type { AppContext } from '#src/context.ts'
import { type RunAsOwner, withOwner } from '#src/db/owner.ts'
import { BUILTIN } from './embedders.ts'
import { createIndex, type Indexed, indexName } from './index-text.ts'
import * as repo from './tend-indexes.repo.ts'

/** Vectors of a tenant: above the one an index is made, below the other it is dropped. */
export interface Marks {
  above: number
  below: number
}

/** Up to here comparing with all takes a few milliseconds and keeps inserts cheap (docs/performance.md). */
const MARKS: Marks = { above: 10_000, below: 8_000 }

/** What tending needs of a process. */
type Tender = Pick<AppContext, 'clock' | 'db' | 'log'> & { config: Pick<Config, 'vectors'> }

/**
 * Makes indexes for the tenants that have grown big, and drops those of tenants that have not or have another model.
 * Resolves to how many it changed. A process without the owner's log-in changes none; queries then compare with all.
 */
export async function tendVectorIndexes(
  context: Tender,
  signal: AbortSignal,
  marks: Marks = MARKS,
): Promise<number> {
  const { vectors } = context.config
  const most = vectors.kind === 'pgvector' ? vectors.indexes : 0
  const changed = await withOwner(
    context.db,
    'index vectors',
    async (run) => {
      const there = await repo.listIndexes(context)
      const { drop, build } = planIndexes(there, await repo.countBig(context, marks.below, BUILTIN), {
        ...marks,
        most,
      })
      let done = 0
      for (const one of drop) done += await attempt(context, one, () => dropIndex(context, run, one))
      for (const one of build) done += await attempt(context, one, () => buildIndex(context, run, one))
      return done
    },
    signal,
  )
  return changed ?? 0
}

/** What is there and what should be: the biggest tenants, those that have one first. */
export function planIndexes(
  there: repo.IndexRow[],
  counted: repo.Counted[],
  { above, most }: Marks & { most: number },
): { drop: repo.IndexRow[]; build: repo.Counted[] } {
  const biggestFirst = counted.toSorted((a, b) => b.vectors - a.vectors)
  const rowOf = new Map(there.map((row) => [keyOf(row), row]))
  const ready = biggestFirst.filter((one) => rowOf.get(keyOf(one))?.state === 'ready').slice(0, most)
  const build = biggestFirst
    .filter((one) => rowOf.get(keyOf(one))?.state !== 'ready' && one.vectors > above)
    .slice(0, most - ready.length)
  const wanted = new Set([...ready, ...build].map(keyOf))
  return { drop: there.filter((row) => !wanted.has(keyOf(row))), build }
}

const keyOf = ({ tenantId, model }: Indexed) => `${tenantId}:${model.space}:${model.dimensions}`

/** One tenant's trouble must not keep the others waiting; the next turn tries again. */
async function attempt({ log }: Tender, { tenantId }: Indexed, work: () => Promise<void>): Promise<number> {
  try {
    await work()
    return 1
  } catch (err) {
    log.warn({ err, tenant: tenantId }, 'the vector index of a tenant could not be changed')
    return 0
  }
}

/** Also of what a process that died left half made. */
async function buildIndex(context: Tender, run: RunAsOwner, indexed: Indexed): Promise<void> {
  await repo.announceIndex(context, indexed)
  await run(`drop index concurrently if exists ${indexName(indexed)}`)
  await run(createIndex(indexed))
  await repo.setState(context, indexed, 'ready')
}

async function dropIndex(context: Tender, run: RunAsOwner, row: repo.IndexRow): Promise<void> {
  await repo.setState(context, row, 'dropping')
  await run(`drop index concurrently if exists ${indexName(row)}`)
  await repo.forgetIndex(context, row)
}

/** To be done now and then by one process of all. */
export const indexChore = {
  name: 'tend vector indexes',
  everyMs: 10 * 60_000,
  run: tendVectorIndexes,
} as const
