import { createHash } from 'node:crypto'
import { isUuid } from '#src/lib/ids.ts'
import type { VectorModel } from './vector-store.ts'

/** The vectors of a tenant that one index covers. */
export interface Indexed {
  tenantId: string
  model: VectorModel
}

/**
 * The condition of an index, and of the queries that are to use it: a server proves one from the other by their constants
 * only, so these stand in the text and are checked here to be no more than words.
 */
export function indexCondition({ tenantId, model: { space } }: Indexed): string {
  if (!isUuid(tenantId)) throw new Error('an index takes the id of a tenant')
  if (!/^[a-z0-9-]{1,64}$/.test(space)) throw new Error('an index takes the space of a model')
  return `tenant_id = '${tenantId}' and model = '${space}' and subject = 'candidate'`
}

/** A column of vectors of any length can be indexed only as one of a certain length. */
export function indexedExpression({ dimensions }: VectorModel): string {
  if (!Number.isInteger(dimensions)) throw new Error('an index takes a number of dimensions')
  return `embedding::halfvec(${dimensions})`
}

/** No other index of the product begins so. */
const INDEX_PREFIX = 'vx_'

export const indexName = ({ tenantId, model }: Indexed): string =>
  INDEX_PREFIX + createHash('sha256').update(`${tenantId}:${model.space}`).digest('hex').slice(0, 20)

/** Parameters of the graph that reach a recall of 0.99 with 200 candidates looked at (docs/performance.md). */
const GRAPH = 'm = 16, ef_construction = 200'

export const createIndex = (indexed: Indexed): string =>
  `create index concurrently ${indexName(indexed)} on embeddings
   using hnsw ((${indexedExpression(indexed.model)}) halfvec_cosine_ops) with (${GRAPH})
   where ${indexCondition(indexed)}`
