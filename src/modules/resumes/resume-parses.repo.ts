import { and, desc, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { resumeParses, resumes } from '#src/db/schema/resumes.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { ParsedData, Provenance } from './parser/types.ts'
import { type Sight, visibleResume } from './visible.repo.ts'

type Stored = typeof resumeParses.$inferSelect

/** A parse without what it found. */
export type ParseSummaryRow = Omit<Stored, 'tenantId' | 'parsedData' | 'provenance' | 'text'>

export interface ParseRow extends ParseSummaryRow {
  parsedData: ParsedData | null
  provenance: Provenance | null
}

const summaryColumns = {
  id: resumeParses.id,
  resumeId: resumeParses.resumeId,
  operationId: resumeParses.operationId,
  candidateId: resumeParses.candidateId,
  applicationId: resumeParses.applicationId,
  state: resumeParses.state,
  reasonCodes: resumeParses.reasonCodes,
  parserVersion: resumeParses.parserVersion,
  language: resumeParses.language,
  pageCount: resumeParses.pageCount,
  startedAt: resumeParses.startedAt,
  finishedAt: resumeParses.finishedAt,
  createdAt: resumeParses.createdAt,
  updatedAt: resumeParses.updatedAt,
}

/** What a parser wrote is read as what a parser writes. */
export const findingColumns = {
  parsedData: sql`${resumeParses.parsedData}`.mapWith((text) => JSON.parse(text) as ParsedData),
  provenance: sql`${resumeParses.provenance}`.mapWith((text) => JSON.parse(text) as Provenance),
}

const columns = {
  ...summaryColumns,
  ...findingColumns,
}

const ofTenant = eq(resumeParses.tenantId, sql.placeholder('tenantId'))
const byId = and(ofTenant, eq(resumeParses.id, sql.placeholder('id')))
const visible = visibleResume(resumeParses.tenantId, resumeParses.resumeId)

const findStatement = prepared<ParseRow>(query.select(columns).from(resumeParses).where(and(byId, visible)))

export const findParse = (tx: TenantTx, id: string, sight: Sight): Promise<ParseRow | undefined> =>
  tx.first(findStatement, { id, ...sight })

const latestStatement = prepared<ParseRow>(
  query
    .select(columns)
    .from(resumeParses)
    .where(and(ofTenant, eq(resumeParses.resumeId, sql.placeholder('resumeId')), visible))
    .orderBy(desc(resumeParses.createdAt), desc(resumeParses.id))
    .limit(1),
)

export const findLatestParse = (
  tx: TenantTx,
  resumeId: string,
  sight: Sight,
): Promise<ParseRow | undefined> => tx.first(latestStatement, { resumeId, ...sight })

const latestOfStatement = prepared<ParseSummaryRow>(
  query
    .selectDistinctOn([resumeParses.resumeId], summaryColumns)
    .from(resumeParses)
    .where(
      and(ofTenant, sql`${resumeParses.resumeId} = any(${sql.placeholder('resumeIds')}::uuid[])`, visible),
    )
    .orderBy(resumeParses.resumeId, desc(resumeParses.createdAt), desc(resumeParses.id)),
)

/** The latest parse of each resume. */
export const listLatestParses = (
  tx: TenantTx,
  resumeIds: string[],
  sight: Sight,
): Promise<ParseSummaryRow[]> => tx.all(latestOfStatement, { resumeIds: arrayLiteral(resumeIds), ...sight })

/** Condition: `visible` with a `Sight`, always given. */
export const listParses = defineList<ParseSummaryRow>({
  from: resumeParses,
  select: summaryColumns,
  sorts: {
    created_at: { column: resumeParses.createdAt, value: (row) => row.createdAt },
    updated_at: { column: resumeParses.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    state: resumeParses.state,
    resume_id: resumeParses.resumeId,
    candidate_id: resumeParses.candidateId,
    created_at: resumeParses.createdAt,
    updated_at: resumeParses.updatedAt,
  },
  conditions: { visible },
})

export function insertParse(tx: TenantTx, row: ParseRow): void {
  tx.defer(query.insert(resumeParses).values({ ...row, tenantId: tx.tenantId }))
}

/** A parse with what its resume says about it. */
export interface OwedParse
  extends Pick<Stored, 'id' | 'resumeId' | 'operationId' | 'startedAt' | 'finishedAt'> {
  filename: string
  candidateId: string | null
  jobId: string | null
  uploadedBy: string | null
  uploadedAt: Date
}

// Not joined to candidates: the product itself works on every parse, whoever may see its candidate.
const lockStatement = prepared<OwedParse>(
  query
    .select({
      id: resumeParses.id,
      resumeId: resumeParses.resumeId,
      operationId: resumeParses.operationId,
      startedAt: resumeParses.startedAt,
      finishedAt: resumeParses.finishedAt,
      filename: resumes.filename,
      candidateId: resumes.candidateId,
      jobId: resumes.jobId,
      uploadedBy: resumes.uploadedBy,
      uploadedAt: resumes.createdAt,
    })
    .from(resumeParses)
    .innerJoin(
      resumes,
      and(eq(resumes.tenantId, resumeParses.tenantId), eq(resumes.id, resumeParses.resumeId)),
    )
    .where(byId)
    .for('update', { of: resumeParses }),
)

export const isFinished = ({ finishedAt }: OwedParse): boolean => finishedAt !== null

/** Makes other workers on the parse wait for this transaction. */
export const lockParse = (tx: TenantTx, id: string): Promise<OwedParse | undefined> =>
  tx.first(lockStatement, { id })

export function updateParse(
  tx: TenantTx,
  id: string,
  changes: Partial<Omit<typeof resumeParses.$inferInsert, 'tenantId' | 'id' | 'updatedAt'>>,
): void {
  tx.defer(
    query
      .update(resumeParses)
      .set({ ...changes, updatedAt: tx.now })
      .where(and(eq(resumeParses.tenantId, tx.tenantId), eq(resumeParses.id, id))),
  )
}
