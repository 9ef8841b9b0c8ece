import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import { ranked, type VectorStore } from '../vector-store.ts'
import * as repo from './pgvector.repo.ts'

const MOST_DIMENSIONS = 3072
/** The order of the database is finer than ours: what ties at the end of a page is read too. */
const MARGIN = 14

/** The vectors in the product's own database: compared one by one, but for tenants that have an index of their own. */
export const pgvectorStore: VectorStore = {
  supports: (dimensions) => dimensions <= MOST_DIMENSIONS,

  upsert: async ({ tenant, ...of }) => {
    if (of.vectors.length > 0) await withTenant(tenant, (tx) => repo.upsertVectors(tx, of))
  },

  remove: async ({ tenant, ...of }) => {
    if (of.ids.length > 0) await withTenant(tenant, (tx) => repo.removeVectors(tx, of))
  },

  clear: async ({ tenant, ...of }) => {
    while (await withTenant(tenant, (tx) => repo.clearSome(tx, of)));
  },

  nearest: async ({ tenant, ...of }) => {
    const { subject, to, limit, among } = of
    const mayUseIndex = !among && subject === 'candidate' && limit <= repo.INDEX_LIMIT
    if (mayUseIndex && (await readTenantOnce(tenant, (tx) => repo.hasIndex(tx, to.model)))) {
      const scope = { ...tenant, lookAt: repo.lookAtFor(limit) }
      return ranked(await readTenantOnce(scope, (tx) => repo.nearestByIndex(tx, of)), limit)
    }
    const wanted = { ...of, limit: limit + MARGIN }
    return ranked(await readTenantOnce(tenant, (tx) => repo.nearestExactly(tx, wanted)), limit)
  },

  read: ({ tenant, ...of }) => readTenantOnce(tenant, (tx) => repo.readVector(tx, of)),

  count: ({ tenant, ...of }) => readTenantOnce(tenant, (tx) => repo.countVectors(tx, of)),
}
