import { fromSql, toSql } from 'pgvector'
import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { indexCondition, indexedExpression } from '../index-text.ts'
import type { ModelVector, Neighbour, StoredVector, Subject, VectorModel } from '../vector-store.ts'

interface OfModel {
  subject: Subject
  model: VectorModel
}

/** In one order, so that two such statements do not wait for each other. */
const upsertStatement = written(
  `insert into embeddings (tenant_id, id, subject, subject_id, model, embedding, created_at, updated_at)
   select $1::uuid, v.id, $2, v.subject_id, $3, v.embedding, $7::timestamptz, $7::timestamptz
   from unnest($4::uuid[], $5::uuid[], $6::halfvec[]) as v(id, subject_id, embedding)
   order by v.subject_id
   on conflict (tenant_id, subject, subject_id, model) do update set
     embedding = excluded.embedding, updated_at = excluded.updated_at`,
  ['tenantId', 'subject', 'space', 'ids', 'subjectIds', 'vectors', 'now'],
  {},
)

export async function upsertVectors(
  tx: TenantTx,
  { subject, model, vectors }: OfModel & { vectors: StoredVector[] },
): Promise<void> {
  await tx.run(upsertStatement, {
    subject,
    space: model.space,
    ids: arrayLiteral(vectors.map(newId)),
    subjectIds: arrayLiteral(vectors.map(({ id }) => id)),
    vectors: arrayLiteral(vectors.map(({ values }) => toSql(values))),
    now: tx.now,
  })
}

const removeStatement = written(
  `delete from embeddings
   where tenant_id = $1::uuid and subject = $2 and model = $3 and subject_id = any($4::uuid[])`,
  ['tenantId', 'subject', 'space', 'ids'],
  {},
)

export const removeVectors = (tx: TenantTx, { subject, model, ids }: OfModel & { ids: string[] }) =>
  tx.run(removeStatement, { subject, space: model.space, ids: arrayLiteral(ids) })

const BATCH = 5_000

const clearStatement = written(
  `delete from embeddings e using (
     select tenant_id, id from embeddings where tenant_id = $1::uuid and subject = $2 and model = $3 limit ${BATCH}
   ) part where e.tenant_id = part.tenant_id and e.id = part.id`,
  ['tenantId', 'subject', 'space'],
  {},
)

/** Removes some of the vectors of a model; answers whether there may be more. */
export const clearSome = async (tx: TenantTx, { subject, model }: OfModel): Promise<boolean> =>
  (await tx.run(clearStatement, { subject, space: model.space })) === BATCH

const countStatement = written<{ vectors: number }>(
  'select count(*) from embeddings where tenant_id = $1::uuid and subject = $2 and model = $3',
  ['tenantId', 'subject', 'space'],
  { vectors: Number },
)

export const countVectors = async (tx: TenantTx, { subject, model }: OfModel): Promise<number> =>
  (await tx.first(countStatement, { subject, space: model.space }))?.vectors ?? 0

const readStatement = written<{ values: number[] }>(
  `select embedding from embeddings
   where tenant_id = $1::uuid and subject = $2 and subject_id = $3::uuid and model = $4`,
  ['tenantId', 'subject', 'id', 'space'],
  { values: (text) => fromSql(text) },
)

export async function readVector(
  tx: TenantTx,
  { subject, model, id }: OfModel & { id: string },
): Promise<ModelVector | undefined> {
  const row = await tx.first(readStatement, { subject, id, space: model.space })
  return row && { model, values: row.values }
}

interface Nearest {
  subject: Subject
  to: ModelVector
  limit: number
  among?: string[]
}

const NEIGHBOUR = { id: String, similarity: (distance: string) => 1 - Number(distance) }

const exactly = (among: string) =>
  written<Neighbour>(
    `select subject_id, embedding <=> $4::halfvec as distance from embeddings
     where tenant_id = $1::uuid and subject = $2 and model = $3 ${among}
     order by distance, subject_id limit $5`,
    ['tenantId', 'subject', 'space', 'vector', 'limit', 'among'].slice(0, among ? 6 : 5),
    NEIGHBOUR,
  )
const exactStatement = exactly('')
const amongStatement = exactly('and subject_id = any($6::uuid[])')

/** Compares with every vector there is. */
export const nearestExactly = (tx: TenantTx, { subject, to, limit, among }: Nearest): Promise<Neighbour[]> =>
  tx.all(among ? amongStatement : exactStatement, {
    subject,
    space: to.model.space,
    vector: toSql(to.values),
    limit,
    among: among && arrayLiteral(among),
  })

const readyStatement = written<{ ready: number }>(
  `select 1 from vector_indexes where tenant_id = $1::uuid and model = $2 and dimensions = $3 and state = 'ready'`,
  ['tenantId', 'space', 'dimensions'],
  { ready: Number },
)

/** Whether the tenant's candidates of this model have an index of their own. */
export const hasIndex = async (tx: TenantTx, { space, dimensions }: VectorModel): Promise<boolean> =>
  (await tx.first(readyStatement, { space, dimensions })) !== undefined

/** How many are read of an index, and how many it looks at for them: few forms, for each is a statement a tenant. */
const STEPS = [
  { limit: 50, read: 64, look: 200 },
  { limit: 200, read: 256, look: 800 },
] as const

/** Beyond it an index is no faster than the comparison with all. */
export const INDEX_LIMIT = STEPS[1].limit

function stepOf(limit: number): (typeof STEPS)[number] {
  const step = STEPS.find((one) => limit <= one.limit)
  if (!step) throw new Error('an index is not asked for so many')
  return step
}

/** What the scope of `nearestByIndex` has to say for so many. */
export const lookAtFor = (limit: number): number => stepOf(limit).look

/** Compares with those that the tenant's index leads to. */
export const nearestByIndex = (
  tx: TenantTx,
  { to: { model, values }, limit }: Omit<Nearest, 'subject' | 'among'>,
): Promise<Neighbour[]> =>
  tx.all(indexedStatement({ tenantId: tx.tenantId, model }, stepOf(limit).read), { vector: toSql(values) })

/** The limit is written out too: a plan that does not know it would rather sort all rows. */
function indexedStatement(indexed: { tenantId: string; model: VectorModel }, read: number) {
  const distance = `${indexedExpression(indexed.model)} <=> $1::halfvec(${indexed.model.dimensions})`
  return written<Neighbour>(
    `select subject_id, ${distance} as distance from embeddings
     where ${indexCondition(indexed)} order by ${distance} limit ${read}`,
    ['vector'],
    NEIGHBOUR,
  )
}
