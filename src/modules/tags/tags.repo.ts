import { and, asc, countDistinct, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { candidates } from '#src/db/schema/candidates.ts'
import { candidateTags, tags } from '#src/db/schema/tags.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

export type TagRow = Omit<typeof tags.$inferSelect, 'tenantId' | 'mergedInto' | 'deletedAt'>

const columns = {
  id: tags.id,
  name: tags.name,
  key: tags.key,
  version: tags.version,
  createdAt: tags.createdAt,
  updatedAt: tags.updatedAt,
}

const ofTenant = eq(tags.tenantId, sql.placeholder('tenantId'))
const live = and(isNull(tags.mergedInto), isNull(tags.deletedAt))
const byId = eq(tags.id, sql.placeholder('id'))
const byKey = eq(tags.key, sql.placeholder('key'))

/** Condition: `prefix`, for the keys `from` one and below another, which is how they begin. */
export const listTags = defineList<TagRow>({
  from: tags,
  select: columns,
  sorts: {
    name: { column: tags.key, value: (row) => row.key },
    updated_at: { column: tags.updatedAt, value: (row) => row.updatedAt },
  },
  filters: { updated_at: tags.updatedAt },
  ...(live && { where: live }),
  conditions: {
    prefix: sql`${tags.key} >= ${sql.placeholder('from')} and ${tags.key} < ${sql.placeholder('below')}`,
  },
})

interface TagCount {
  id: string
  candidates: number
}

const liveId = sql<string>`coalesce(${tags.mergedInto}, ${tags.id})`

/** Who applied to a job that names `person`. */
const namedByJob = sql`exists (
  select 1 from applications a join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id
  where a.tenant_id = ${candidates.tenantId} and a.candidate_id = ${candidates.id} and a.deleted_at is null
    and j.deleted_at is null and ${sql.placeholder('person')}::uuid in (j.recruiter_id, j.hiring_manager_id))`

const counting = (named?: SQL) =>
  prepared<TagCount>(
    query
      .select({ id: liveId.as('live_id'), candidates: countDistinct(candidateTags.candidateId) })
      .from(tags)
      .innerJoin(
        candidateTags,
        and(eq(candidateTags.tenantId, tags.tenantId), eq(candidateTags.tagId, tags.id)),
      )
      .innerJoin(
        candidates,
        and(eq(candidates.tenantId, candidateTags.tenantId), eq(candidates.id, candidateTags.candidateId)),
      )
      .where(
        and(
          ofTenant,
          sql`${liveId} = any(${sql.placeholder('ids')}::uuid[])`,
          isNull(candidates.deletedAt),
          named,
        ),
      )
      .groupBy(liveId),
  )
const countStatement = { all: counting(), own: counting(namedByJob) }

/** How many candidates have each tag; `person`: of those who applied to a job that names them. */
export const countCandidates = (tx: TenantTx, ids: string[], person?: string): Promise<TagCount[]> =>
  tx.all(person === undefined ? countStatement.all : countStatement.own, { ids: arrayLiteral(ids), person })

const lockTenantStatement = written(
  'select pg_advisory_xact_lock(hashtextextended($1, 7203413))',
  ['tenantId'],
  {},
)

/** One change of a tenant's tags at a time: renames that cross each other would wait for each other. */
export const lockTags = (tx: TenantTx): Promise<number> => tx.run(lockTenantStatement)

const lockStatement = prepared<TagRow>(
  query
    .select(columns)
    .from(tags)
    .where(and(ofTenant, live, byId))
    .for('update'),
)
const lockByKeyStatement = prepared<TagRow>(
  query
    .select(columns)
    .from(tags)
    .where(and(ofTenant, live, byKey))
    .for('update'),
)
const shareByKeyStatement = prepared<TagRow>(
  query
    .select(columns)
    .from(tags)
    .where(and(ofTenant, live, byKey))
    .for('share'),
)
const lockAnyStatement = prepared<{ version: number }>(
  query.select({ version: tags.version }).from(tags).where(and(ofTenant, byId)).for('update'),
)

export const lockTag = (tx: TenantTx, id: string) => tx.first(lockStatement, { id })
export const lockTagByKey = (tx: TenantTx, key: string) => tx.first(lockByKeyStatement, { key })
/** As `lockTag`, also of one that was merged or deleted. */
export const lockAnyTag = (tx: TenantTx, id: string) => tx.first(lockAnyStatement, { id })
/** Keeps the tag what it is until the transaction ends. */
export const shareTagByKey = (tx: TenantTx, key: string) => tx.first(shareByKeyStatement, { key })

/** Answers false where a tag has the key already. */
export async function insertTag(tx: TenantTx, row: TagRow): Promise<boolean> {
  return (
    (await tx.run(
      query
        .insert(tags)
        .values({ ...row, tenantId: tx.tenantId })
        .onConflictDoNothing(),
    )) === 1
  )
}

/** Changes a tag along with those that were merged into it, and has what hangs off all of them wait to be told. */
export const changeTag = (
  tx: TenantTx,
  id: string,
  changes: Partial<Pick<typeof tags.$inferInsert, 'name' | 'key' | 'mergedInto' | 'deletedAt'>>,
): Promise<number> =>
  tx.run(
    query
      .update(tags)
      .set({ ...changes, version: sql`${tags.version} + 1`, updatedAt: tx.now })
      .where(and(eq(tags.tenantId, tx.tenantId), or(eq(tags.id, id), eq(tags.mergedInto, id)))),
  )

export function insertCandidateTag(tx: TenantTx, candidateId: string, tag: TagRow): void {
  const row = {
    candidateId,
    tagId: tag.id,
    tagVersion: tag.version,
    createdBy: tx.actorId,
    createdAt: tx.now,
  }
  tx.defer(query.insert(candidateTags).values({ ...row, tenantId: tx.tenantId }))
}

const removeStatement = prepared(
  query.delete(candidateTags).where(
    and(
      eq(candidateTags.tenantId, sql.placeholder('tenantId')),
      eq(candidateTags.candidateId, sql.placeholder('candidateId')),
      inArray(
        candidateTags.tagId,
        query
          .select({ id: tags.id })
          .from(tags)
          .where(and(ofTenant, isNull(tags.deletedAt), byKey)),
      ),
    ),
  ),
)

/** Answers whether the candidate had it. */
export const removeCandidateTag = async (tx: TenantTx, candidateId: string, key: string): Promise<boolean> =>
  (await tx.run(removeStatement, { candidateId, key })) > 0

const untoldStatement = prepared<{ id: string }>(
  query
    .select({ id: candidateTags.candidateId })
    .from(candidateTags)
    .where(
      and(
        eq(candidateTags.tenantId, sql.placeholder('tenantId')),
        eq(candidateTags.tagId, sql.placeholder('id')),
        sql`${candidateTags.tagVersion} < ${sql.placeholder('version')}`,
      ),
    )
    .orderBy(asc(candidateTags.tagVersion))
    .limit(sql.placeholder('limit')),
)

/** Candidates of the tag whose events do not tell of its latest change; not joined, so those who are deleted too. */
export const listUntold = async (
  tx: TenantTx,
  id: string,
  version: number,
  limit: number,
): Promise<string[]> => (await tx.all(untoldStatement, { id, version, limit })).map((row) => row.id)

const settling = ['tenantId', 'id', 'candidateIds'] as const

const moveStatement = written(
  `insert into candidate_tags (tenant_id, candidate_id, tag_id, tag_version, created_by, created_at)
   select c.tenant_id, c.candidate_id, t.id, t.version, c.created_by, c.created_at
   from candidate_tags c
   join tags merged on merged.tenant_id = c.tenant_id and merged.id = c.tag_id
   join tags t on t.tenant_id = merged.tenant_id and t.id = merged.merged_into
   where c.tenant_id = $1::uuid and c.tag_id = $2::uuid and c.candidate_id = any($3::uuid[]) and merged.deleted_at is null
   on conflict do nothing`,
  settling,
  {},
)

const dropStatement = written(
  `delete from candidate_tags c using tags t
   where c.tenant_id = $1::uuid and c.tag_id = $2::uuid and c.candidate_id = any($3::uuid[])
     and t.tenant_id = c.tenant_id and t.id = c.tag_id and (t.merged_into is not null or t.deleted_at is not null)`,
  settling,
  {},
)

const tellStatement = written(
  `update candidate_tags c set tag_version = t.version from tags t
   where c.tenant_id = $1::uuid and c.tag_id = $2::uuid and c.candidate_id = any($3::uuid[])
     and t.tenant_id = c.tenant_id and t.id = c.tag_id`,
  settling,
  {},
)

/** Brings what candidates have of a tag up to it: to the tag it was merged into, away with a deleted one. */
export function settleCandidates(tx: TenantTx, id: string, candidateIds: string[]): void {
  const args = { id, candidateIds: arrayLiteral(candidateIds) }
  for (const statement of [moveStatement, dropStatement, tellStatement]) tx.defer(statement, args)
}
