import { readTenantOnce } from '#src/db/tenant.ts'
import { nearestExactly } from '#src/modules/vectors/stores/pgvector.repo.ts'
import { pgvectorStore } from '#src/modules/vectors/stores/pgvector.ts'
import { tenantOf } from '#src/modules/vectors/vector-store.ts'
import type { Bench } from './open.ts'
import { points } from './points.ts'

interface Recall {
  size: number
  indexed: boolean
  /** The share of the 50 nearest that the product answers, over all questions. */
  recall: number
}

const QUESTIONS = 30
const NEAREST = 50

/** What the product answers in a tenant's scope, beside a comparison with all of the tenant's vectors. */
export async function recallAt50(bench: Bench): Promise<Recall[]> {
  const sizes = Map.groupBy(bench.tenants, ({ size }) => size)
  const recalls: Recall[] = []
  for (const [size, tenants] of sizes) {
    const questions = points(bench.model.dimensions, 3)
    let [wanted, found] = [0, 0]
    for (let i = 0; i < QUESTIONS; i++) {
      const tenant = tenants[i % tenants.length]
      if (!tenant) continue
      const scope = bench.scope(tenant)
      const to = { model: bench.model, values: [...questions.next()] }
      const of = { subject: 'candidate', to, limit: NEAREST } as const
      const exact = await readTenantOnce(scope, (tx) => nearestExactly(tx, of))
      const answered = await pgvectorStore.nearest({ tenant: tenantOf(scope), ...of })
      const ids = new Set(answered.map(({ id }) => id))
      wanted += exact.length
      found += exact.filter(({ id }) => ids.has(id)).length
    }
    recalls.push({ size, indexed: tenants.includes(bench.biggest), recall: found / wanted })
  }
  return recalls
}
