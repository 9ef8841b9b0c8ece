import type { Statement } from '#src/db/statement.ts'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { findCandidates } from '#src/modules/candidates/index.ts'
import { findExplained, listJobMatches } from '#src/modules/matching/matches.read.ts'
import { nearestExactly, upsertVectors } from '#src/modules/vectors/stores/pgvector.repo.ts'
import { pgvectorStore } from '#src/modules/vectors/stores/pgvector.ts'
import { tenantOf } from '#src/modules/vectors/vector-store.ts'
import { looped } from '../loops.ts'
import { postgresCpuReader } from '../postgres-cpu.ts'
import type { Comparison, Contender } from '../rounds.ts'
import { type Bench, COPY } from './open.ts'
import { points } from './points.ts'

const NEAREST = 50

const alone = ({ database }: Bench) => ({ loops: 1, postgresCpu: postgresCpuReader(database.admin) })

/** The comparison with all vectors of the biggest tenant, in its scope: what an index is to save. */
function exactScan(bench: Bench): Contender {
  const questions = points(bench.model.dimensions, 4)
  return looped('every vector compared', alone(bench), () => {
    const to = { model: bench.model, values: [...questions.next()] }
    return readTenantOnce(bench.scope(bench.biggest), (tx) =>
      nearestExactly(tx, { subject: 'candidate', to, limit: NEAREST }),
    )
  })
}

export function nearest(bench: Bench): Comparison {
  const questions = points(bench.model.dimensions, 4)
  return {
    name: 'nearest-50',
    title: `the nearest 50 of ${bench.biggest.size}, one after the other`,
    unit: 'searches/s',
    target: { of: 'p50', atMost: 1 / 20 },
    references: [exactScan(bench)],
    contenders: [
      looped('by the tenant’s index', alone(bench), () => {
        const to = { model: bench.model, values: [...questions.next()] }
        const tenant = tenantOf(bench.scope(bench.biggest))
        return pgvectorStore.nearest({ tenant, subject: 'candidate', to, limit: NEAREST })
      }),
    ],
  }
}

/** What `GET /v1/jobs/{id}/matches` and `GET /v1/matches/{id}/explanation` read, for the first page. */
export function rankedAnswer(bench: Bench, jobId: string): Comparison {
  const request = {
    limit: NEAREST,
    sort: { field: 'score', direction: 'desc' as const },
    after: undefined,
    filters: [{ field: 'score', op: 'lte' as const, value: 7000 }],
    expand: [],
    fields: undefined,
    search: undefined,
  }
  const page = async (tx: TenantTx) => {
    const { rows } = await listJobMatches(tx, request, { job: { jobId }, notApplied: {} })
    await findCandidates(
      tx,
      rows.map(({ candidateId }) => candidateId),
    )
    if (rows.length !== NEAREST) throw new Error('there are too few matches')
    return rows
  }
  const scope = bench.scope(bench.biggest)
  return {
    name: 'ranked-50',
    title: `the best 50 of ${bench.biggest.size} stored matches, filtered, with people and components`,
    unit: 'answers/s',
    target: { of: 'p50', atMost: 0.4 },
    references: [exactScan(bench)],
    contenders: [
      looped('the page', alone(bench), () => readTenant(scope, page)),
      looped('with the reasons of each', alone(bench), () =>
        readTenant(scope, async (tx) => {
          for (const { id } of await page(tx)) await findExplained(tx, id)
        }),
      ),
    ],
  }
}

/** One vector a transaction, into tenants that have no index. */
export async function inserts(bench: Bench): Promise<Comparison> {
  const small = bench.tenants.filter(({ size }) => size < bench.biggest.size / 10)
  const draws = points(bench.model.dimensions, 5)
  const vectors = Array.from({ length: 100 }, () => [...draws.next()])
  let turn = 0
  const insert = (into: (tx: TenantTx, values: number[]) => Promise<unknown>) => () => {
    turn += 1
    const tenant = small[turn % small.length]
    const values = vectors[turn % vectors.length]
    if (!tenant || !values) throw new Error('there is no small tenant')
    return withTenant(bench.scope(tenant), (tx) => into(tx, values))
  }
  const of = (values: number[]) => ({
    subject: 'candidate' as const,
    model: bench.model,
    vectors: [{ id: newId(), values }],
  })
  return {
    name: 'insert-small',
    title: 'a vector of a small tenant written beside the index of a big one',
    unit: 'inserts/s',
    target: { of: 'throughput', atLeast: 0.8 },
    references: [
      looped(
        'into a table without any index of vectors',
        alone(bench),
        insert((tx, values) => elsewhere(tx, of(values))),
      ),
    ],
    contenders: [
      looped(
        'into the table',
        alone(bench),
        insert((tx, values) => upsertVectors(tx, of(values))),
      ),
    ],
  }
}

const copies = new Map<string, Statement<unknown>>()

/** The product's own statement, with the name of the other table in it. */
const elsewhere = (tx: TenantTx, of: Parameters<typeof upsertVectors>[1]): Promise<void> =>
  upsertVectors(
    { ...tx, now: tx.now, run: (query, args) => tx.run(copied(query as Statement<unknown>), args) },
    of,
  )

function copied(statement: Statement<unknown>): Statement<unknown> {
  const known = copies.get(statement.text)
  if (known) return known
  const text = statement.text.replace('into embeddings', `into ${COPY}`)
  const copy = { ...statement, text, name: `${statement.name}_copy` }
  copies.set(statement.text, copy)
  return copy
}
