import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { candidates } from '#src/db/schema/candidates.ts'
import { candidateTags, tags } from '#src/db/schema/tags.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

export interface CandidateTag {
  candidateId: string
  id: string
  name: string
  key: string
}

const statement = prepared<CandidateTag>(
  query
    .selectDistinct({
      candidateId: candidateTags.candidateId,
      // A tag that was merged bears the other's name and key: of a candidate who had both, one is seen.
      id: sql<string>`coalesce(${tags.mergedInto}, ${tags.id})`.as('live_id'),
      name: tags.name,
      key: tags.key,
    })
    .from(candidateTags)
    .innerJoin(tags, and(eq(tags.tenantId, candidateTags.tenantId), eq(tags.id, candidateTags.tagId)))
    .innerJoin(
      candidates,
      and(eq(candidates.tenantId, candidateTags.tenantId), eq(candidates.id, candidateTags.candidateId)),
    )
    .where(
      and(
        eq(candidateTags.tenantId, sql.placeholder('tenantId')),
        sql`${candidateTags.candidateId} = any(${sql.placeholder('candidateIds')}::uuid[])`,
        isNull(tags.deletedAt),
      ),
    )
    .orderBy(asc(candidateTags.candidateId), asc(tags.key)),
)

/** In alphabetical order; those of candidates that are hidden from the actor are left out. */
export const listTagsOf = (tx: TenantTx, candidateIds: string[]): Promise<CandidateTag[]> =>
  tx.all(statement, { candidateIds: arrayLiteral(candidateIds) })
