import { and, eq } from 'drizzle-orm'
import { vectorIndexes } from '#src/db/schema/vectors.ts'
import { query, written } from '#src/db/statement.ts'
import { type SystemTx, withSystem } from '#src/db/system.ts'
import { newId } from '#src/lib/ids.ts'
import { type Indexed, indexName } from './index-text.ts'

type From = Parameters<typeof withSystem>[0]

export interface Counted extends Indexed {
  vectors: number
}

/** Of a tenant, only the model that serves is worth an index. Counted by an index alone: no vector is read. */
const countStatement = written<{ tenantId: string; space: string; dimensions: number; vectors: number }>(
  `select e.tenant_id, e.model, coalesce(m.dimensions, $3::integer), count(*) from embeddings e
   left join embedding_models m on m.tenant_id = e.tenant_id and m.state = 'active'
   where e.subject = 'candidate' and e.model = coalesce(m.space, $2)
   group by 1, 2, 3 having count(*) >= $1::integer`,
  ['least', 'builtinSpace', 'builtinDimensions'],
  { tenantId: String, space: String, dimensions: Number, vectors: Number },
)

/** Tenants that have `least` vectors of the model that serves them. */
export const countBig = (from: From, least: number, builtin: Indexed['model']): Promise<Counted[]> =>
  withSystem(from, 'sweep', async (tx) => {
    const args = { least, builtinSpace: builtin.space, builtinDimensions: builtin.dimensions }
    const rows = await tx.all(countStatement, args)
    return rows.map(({ tenantId, space, dimensions, vectors }) => ({
      tenantId,
      model: { space, dimensions },
      vectors,
    }))
  })

export interface IndexRow extends Indexed {
  name: string
  state: 'building' | 'ready' | 'dropping'
}

const listStatement = query
  .select({
    tenantId: vectorIndexes.tenantId,
    space: vectorIndexes.model,
    dimensions: vectorIndexes.dimensions,
    name: vectorIndexes.name,
    state: vectorIndexes.state,
  })
  .from(vectorIndexes)

export const listIndexes = (from: From): Promise<IndexRow[]> =>
  withSystem(from, 'sweep', async (tx) => {
    const rows = await tx.all(listStatement)
    return rows.map(({ space, dimensions, ...row }) => ({ ...row, model: { space, dimensions } }))
  })

/** Says that an index will be there; until it is `ready` no query counts on it. */
export const announceIndex = (from: From, indexed: Indexed): Promise<number> =>
  withSystem(from, 'sweep', (tx) =>
    tx.run(
      query
        .insert(vectorIndexes)
        .values({
          tenantId: indexed.tenantId,
          id: newId(),
          model: indexed.model.space,
          dimensions: indexed.model.dimensions,
          name: indexName(indexed),
          state: 'building',
          createdAt: tx.now,
          updatedAt: tx.now,
        })
        .onConflictDoUpdate({
          target: [vectorIndexes.tenantId, vectorIndexes.model],
          set: { dimensions: indexed.model.dimensions, state: 'building', updatedAt: tx.now },
        }),
    ),
  )

const row = ({ tenantId, model }: Indexed) =>
  and(eq(vectorIndexes.tenantId, tenantId), eq(vectorIndexes.model, model.space))

export const setState = (from: From, indexed: Indexed, state: IndexRow['state']): Promise<number> =>
  withSystem(from, 'sweep', (tx: SystemTx) =>
    tx.run(query.update(vectorIndexes).set({ state, updatedAt: tx.now }).where(row(indexed))),
  )

export const forgetIndex = (from: From, indexed: Indexed): Promise<number> =>
  withSystem(from, 'sweep', (tx) => tx.run(query.delete(vectorIndexes).where(row(indexed))))
