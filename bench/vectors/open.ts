import pg from 'pg'
import { systemClock } from '#src/lib/clock.ts'
import { indexName } from '#src/modules/vectors/index-text.ts'
import { tendVectorIndexes } from '#src/modules/vectors/tend-indexes.ts'
import type { VectorModel } from '#src/modules/vectors/vector-store.ts'
import { createLogger } from '#src/platform/log/logger.ts'
import { openProduct, scopeOf } from '../bench-context.ts'
import type { BenchDatabase } from '../database.ts'
import type { VectorTenant } from './filled.ts'

interface Filled {
  model: VectorModel
  tenants: VectorTenant[]
}

/** What the comparisons find: vectors of many tenants, and the index that the product made for the biggest. */
export interface Bench extends Filled {
  database: BenchDatabase
  biggest: VectorTenant
  /** Of one request of a tenant's administrator. */
  scope(tenant: Pick<VectorTenant, 'id'>): ReturnType<typeof scopeOf>
  buildSeconds: number
  indexMegabytes: number
}

/** The table as it was before there was an index. */
export const COPY = 'embeddings_without_index'

const COPIED = [
  `create table ${COPY} (like embeddings including all)`,
  `alter table ${COPY} owner to ats_owner`,
  `call app.isolate('${COPY}', 'select, insert, update, delete')`,
  `insert into ${COPY} select * from embeddings`,
  `vacuum analyze ${COPY}`,
]

/** Only the biggest tenant has a model of its own: of the others nothing is asked but what is near to what. */
const ACTIVE_MODEL = `
  insert into embedding_models (tenant_id, id, key, provider, model, dimensions, space, state, created_at, updated_at)
  values ($1, gen_random_uuid(), $2, 'onnx', $2, $3, $2, 'active', now(), now())`

const OWNER = '-c role=ats_owner -c maintenance_work_mem=2GB -c max_parallel_maintenance_workers=2'

export async function openBench(
  database: BenchDatabase,
  { model, tenants }: Filled,
  opened: AsyncDisposableStack,
): Promise<Bench> {
  const { admin } = database
  const [biggest] = tenants
  if (!biggest) throw new Error('there is no tenant')
  for (const statement of COPIED) await admin.query(statement)
  await admin.query(ACTIVE_MODEL, [biggest.id, model.space, model.dimensions])

  const db = openProduct(database, opened)
  const owner = new pg.Pool({ connectionString: database.superUrl, options: OWNER, max: 1 })
  opened.defer(() => owner.end())
  const vectors = { kind: 'pgvector', indexes: 100 } as const
  const tender = { db: { ...db, owner }, clock: systemClock, log: createLogger('warn'), config: { vectors } }
  const started = performance.now()
  if ((await tendVectorIndexes(tender, new AbortController().signal)) !== 1)
    throw new Error('the index was not made')
  const buildSeconds = (performance.now() - started) / 1000
  const { rows } = await admin.query('select pg_relation_size($1::regclass) as bytes', [
    indexName({ tenantId: biggest.id, model }),
  ])
  return {
    database,
    model,
    tenants,
    biggest,
    scope: ({ id }) => scopeOf(db, { id, userId: id }),
    buildSeconds,
    indexMegabytes: Math.round(rows[0].bytes / 1e6),
  }
}
