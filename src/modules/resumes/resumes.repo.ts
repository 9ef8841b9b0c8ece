import { and, asc, count, desc, eq, exists, inArray, isNull, ne, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { candidates } from '#src/db/schema/candidates.ts'
import { type PARSE_STATES, resumeParses, resumes } from '#src/db/schema/resumes.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { ParsedData, Provenance } from './parser/types.ts'
import { findingColumns } from './resume-parses.repo.ts'
import { type Sight, visibleResume } from './visible.repo.ts'

export type ResumeRow = Omit<typeof resumes.$inferSelect, 'tenantId' | 'deletedAt'>

const columns = {
  id: resumes.id,
  candidateId: resumes.candidateId,
  jobId: resumes.jobId,
  filename: resumes.filename,
  contentType: resumes.contentType,
  sizeBytes: resumes.sizeBytes,
  sha256: resumes.sha256,
  isPrimary: resumes.isPrimary,
  uploadedBy: resumes.uploadedBy,
  version: resumes.version,
  createdAt: resumes.createdAt,
  updatedAt: resumes.updatedAt,
}

const ofTenant = eq(resumes.tenantId, sql.placeholder('tenantId'))
const visible = visibleResume(resumes.tenantId, resumes.id)

const findStatement = prepared<ResumeRow>(
  query
    .select(columns)
    .from(resumes)
    .where(and(ofTenant, eq(resumes.id, sql.placeholder('id')), visible)),
)

export const findResume = (tx: TenantTx, id: string, sight: Sight): Promise<ResumeRow | undefined> =>
  tx.first(findStatement, { id, ...sight })

/** Conditions: `visible` with a `Sight`, always given; `candidate` for those of one, `among` for a set of ids. */
export const listResumes = defineList<ResumeRow>({
  from: resumes,
  select: columns,
  sorts: {
    id: { column: resumes.id, value: (row) => row.id },
    created_at: { column: resumes.createdAt, value: (row) => row.createdAt },
    updated_at: { column: resumes.updatedAt, value: (row) => row.updatedAt },
  },
  filters: { updated_at: resumes.updatedAt },
  conditions: {
    visible,
    candidate: eq(resumes.candidateId, sql.placeholder('candidateId')),
    among: sql`${resumes.id} = any(${sql.placeholder('ids')}::uuid[])`,
  },
})

export function insertResumes(tx: TenantTx, rows: ResumeRow[]): void {
  tx.defer(query.insert(resumes).values(rows.map((row) => ({ ...row, tenantId: tx.tenantId }))))
}

export function updateResume(
  tx: TenantTx,
  id: string,
  changes: Partial<
    Pick<typeof resumes.$inferSelect, 'candidateId' | 'contentType' | 'isPrimary' | 'deletedAt'>
  >,
): void {
  tx.defer(
    query
      .update(resumes)
      .set({ ...changes, version: sql`${resumes.version} + 1`, updatedAt: tx.now })
      .where(and(eq(resumes.tenantId, tx.tenantId), eq(resumes.id, id))),
  )
}

const liveCandidate = and(
  eq(candidates.tenantId, resumes.tenantId),
  eq(candidates.id, resumes.candidateId),
  isNull(candidates.deletedAt),
)

const primaryOfCandidate = and(
  ofTenant,
  eq(resumes.candidateId, sql.placeholder('candidateId')),
  eq(resumes.isPrimary, true),
)

const primaryStatement = prepared<ResumeRow>(
  query.select(columns).from(resumes).innerJoin(candidates, liveCandidate).where(primaryOfCandidate),
)

export const findPrimaryResume = (tx: TenantTx, candidateId: string) =>
  tx.first(primaryStatement, { candidateId })

const lockStatement = prepared<ResumeRow>(
  query
    .select(columns)
    .from(resumes)
    .where(and(ofTenant, eq(resumes.id, sql.placeholder('id')), visible))
    .for('update', { of: resumes }),
)

/** As `findResume`, making other writers of the resume wait for this transaction. */
export const lockResume = (tx: TenantTx, id: string, sight: Sight): Promise<ResumeRow | undefined> =>
  tx.first(lockStatement, { id, ...sight })

export interface PrimaryParse {
  resumeId: string
  state: (typeof PARSE_STATES)[number]
  parsedData: ParsedData
  provenance: Provenance
  text: string
  updatedAt: Date
}

const ofResume = and(
  eq(resumeParses.tenantId, resumes.tenantId),
  eq(resumeParses.resumeId, resumes.id),
  inArray(resumeParses.state, ['parsed', 'needs_review']),
)
const wasRead = exists(query.select({ one: sql`1` }).from(resumeParses).where(ofResume))

const wasReadStatement = prepared<{ id: string }>(
  query
    .select({ id: resumes.id })
    .from(resumes)
    .innerJoin(resumeParses, ofResume)
    .where(
      and(
        ofTenant,
        eq(resumes.id, sql.placeholder('id')),
        sql`${resumeParses.id} is distinct from ${sql.placeholder('besides')}::uuid`,
      ),
    )
    .limit(1),
)

/** Whether some parse of the resume found something; `besides` is not asked. */
export const isRead = async (tx: TenantTx, id: string, besides: string | null = null): Promise<boolean> =>
  (await tx.first(wasReadStatement, { id, besides })) !== undefined

const successorStatement = prepared<ResumeRow>(
  query
    .select(columns)
    .from(resumes)
    .innerJoin(candidates, liveCandidate)
    .where(
      and(
        ofTenant,
        eq(resumes.candidateId, sql.placeholder('candidateId')),
        ne(resumes.id, sql.placeholder('besides')),
        isNull(resumes.deletedAt),
        wasRead,
      ),
    )
    .orderBy(desc(resumes.createdAt), desc(resumes.id))
    .limit(1),
)

/** The newest other resume of a candidate that was read. */
export const findSuccessor = (
  tx: TenantTx,
  candidateId: string,
  besides: string,
): Promise<ResumeRow | undefined> => tx.first(successorStatement, { candidateId, besides })

const primaryParseStatement = prepared<PrimaryParse>(
  query
    .select({
      resumeId: resumes.id,
      state: resumeParses.state,
      ...findingColumns,
      text: sql<string>`coalesce(${resumeParses.text}, '')`,
      updatedAt: resumeParses.updatedAt,
    })
    .from(resumes)
    .innerJoin(candidates, liveCandidate)
    .innerJoin(resumeParses, ofResume)
    .where(primaryOfCandidate)
    .orderBy(desc(resumeParses.createdAt), desc(resumeParses.id))
    .limit(1),
)

/** What the latest successful parse of a candidate's primary resume found. */
export const findPrimaryParse = (tx: TenantTx, candidateId: string): Promise<PrimaryParse | undefined> =>
  tx.first(primaryParseStatement, { candidateId })

const withPrimary = and(
  ofTenant,
  eq(resumes.isPrimary, true),
  sql`${resumes.candidateId} > ${sql.placeholder('after')}::uuid`,
  wasRead,
)

const withPrimaryStatement = prepared<{ id: string }>(
  query
    .select({ id: candidates.id })
    .from(resumes)
    .innerJoin(candidates, liveCandidate)
    .where(withPrimary)
    .orderBy(asc(resumes.candidateId))
    .limit(sql.placeholder('limit')),
)

/** Ids, in their order, of the candidates after the id `after` whose primary resume was parsed. */
export const listPrimaryResumeCandidates = async (
  tx: TenantTx,
  after: string,
  limit: number,
): Promise<string[]> => (await tx.all(withPrimaryStatement, { after, limit })).map(({ id }) => id)

const countWithPrimaryStatement = prepared<{ candidates: number }>(
  query.select({ candidates: count() }).from(resumes).innerJoin(candidates, liveCandidate).where(withPrimary),
)

/** How many candidates `listPrimaryResumeCandidates` finds in all after the id `after`. */
export const countPrimaryResumeCandidates = async (tx: TenantTx, after: string): Promise<number> =>
  (await tx.first(countWithPrimaryStatement, { after }))?.candidates ?? 0

// Not joined to candidates: what a deleted or hidden candidate has is not an orphan.
const existingStatement = prepared<{ id: string }>(
  query
    .select({ id: resumes.id })
    .from(resumes)
    .where(and(ofTenant, sql`${resumes.id} = any(${sql.placeholder('ids')}::uuid[])`)),
)

/** Which of the ids are resumes. */
export const existingResumes = async (tx: TenantTx, ids: string[]): Promise<string[]> =>
  (await tx.all(existingStatement, { ids: arrayLiteral(ids) })).map(({ id }) => id)
