import { and, count, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { resumeParses, resumes } from '#src/db/schema/resumes.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { ParsedEdits } from './parse-edits.schemas.ts'
import type { ReasonCode } from './parser/reason-codes.ts'
import type { ParsedData, Provenance } from './parser/types.ts'
import { readStoredData } from './stored-data.ts'
import { type Sight, visibleResume } from './visible.repo.ts'

type Stored = typeof resumeParses.$inferSelect

/** A parse without what it found. */
export type ParseSummaryRow = Omit<
  Stored,
  'tenantId' | 'operationItemId' | 'parsedData' | 'provenance' | 'text' | 'edits'
>

export interface ParseRow extends ParseSummaryRow {
  parsedData: ParsedData | null
  provenance: Provenance | null
  /** What was read, where it speaks to a machine. */
  addressedText: string | null
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
  parsedData: sql`${resumeParses.parsedData}`.mapWith(readStoredData),
  provenance: sql`${resumeParses.provenance}`.mapWith((text) => JSON.parse(text) as Provenance),
}

const speaksToMachine: ReasonCode = 'text.injection'

const columns = {
  ...summaryColumns,
  ...findingColumns,
  addressedText: sql<
    string | null
  >`case when ${speaksToMachine} = any(${resumeParses.reasonCodes}) then ${resumeParses.text} end`,
}

const ofTenant = eq(resumeParses.tenantId, sql.placeholder('tenantId'))
const byId = and(ofTenant, eq(resumeParses.id, sql.placeholder('id')))
const visible = visibleResume(resumeParses.tenantId, resumeParses.resumeId)

const findStatement = prepared<ParseRow>(query.select(columns).from(resumeParses).where(and(byId, visible)))

export const findParse = (tx: TenantTx, id: string, sight: Sight): Promise<ParseRow | undefined> =>
  tx.first(findStatement, { id, ...sight })

const ofResume = and(ofTenant, eq(resumeParses.resumeId, sql.placeholder('resumeId')))
const wasRead = inArray(resumeParses.state, ['parsed', 'needs_review'])
const newestFirst = [desc(resumeParses.createdAt), desc(resumeParses.id)]

const latestStatement = prepared<ParseRow>(
  query
    .select(columns)
    .from(resumeParses)
    .where(and(ofResume, visible))
    .orderBy(...newestFirst)
    .limit(1),
)

export const findLatestParse = (
  tx: TenantTx,
  resumeId: string,
  sight: Sight,
): Promise<ParseRow | undefined> => tx.first(latestStatement, { resumeId, ...sight })

const latestReadStatement = prepared<ParseRow>(
  query
    .select(columns)
    .from(resumeParses)
    .where(and(ofResume, wasRead, visible))
    .orderBy(...newestFirst)
    .limit(1),
)

/** The latest parse of a resume that found something. */
export const findLatestReading = (
  tx: TenantTx,
  resumeId: string,
  sight: Sight,
): Promise<ParseRow | undefined> => tx.first(latestReadStatement, { resumeId, ...sight })

export interface ReadText {
  parsedData: ParsedData | null
  text: string
}

const latestTextStatement = prepared<ReadText>(
  query
    .select({ parsedData: findingColumns.parsedData, text: sql<string>`coalesce(${resumeParses.text}, '')` })
    .from(resumeParses)
    .where(and(ofResume, wasRead, visible))
    .orderBy(...newestFirst)
    .limit(1),
)

/** As `findLatestReading`, with the text that was read. */
export const findLatestText = (tx: TenantTx, resumeId: string, sight: Sight): Promise<ReadText | undefined> =>
  tx.first(latestTextStatement, { resumeId, ...sight })

const earlierReadStatement = prepared<ParseRow>(
  query
    .select(columns)
    .from(resumeParses)
    .where(and(ofResume, wasRead, lt(resumeParses.id, sql.placeholder('id')), visible))
    .orderBy(desc(resumeParses.id))
    .limit(1),
)

/** The parse of a resume that last found something before another one was asked for. */
export const findEarlierReading = (
  tx: TenantTx,
  { id, resumeId }: Pick<ParseRow, 'id' | 'resumeId'>,
  sight: Sight,
): Promise<ParseRow | undefined> => tx.first(earlierReadStatement, { id, resumeId, ...sight })

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

const toReviewStatement = prepared<{ waiting: number }>(
  query
    .select({ waiting: count() })
    .from(resumeParses)
    .where(and(ofTenant, eq(resumeParses.state, 'needs_review'), visible)),
)

export const countToReview = async (tx: TenantTx, sight: Sight): Promise<number> =>
  (await tx.first(toReviewStatement, { ...sight }))?.waiting ?? 0

/** Conditions: `visible` with a `Sight`, always given, and `resume`. */
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
    operation_id: resumeParses.operationId,
    created_at: resumeParses.createdAt,
    updated_at: resumeParses.updatedAt,
  },
  conditions: { visible, resume: eq(resumeParses.resumeId, sql.placeholder('resumeId')) },
})

export type NewParse = Omit<typeof resumeParses.$inferInsert, 'tenantId'>

export function insertParses(tx: TenantTx, rows: NewParse[]): void {
  tx.defer(query.insert(resumeParses).values(rows.map((row) => ({ ...row, tenantId: tx.tenantId }))))
}

/** A parse with what its resume says about it. */
export interface OwedParse
  extends Pick<
    Stored,
    'id' | 'resumeId' | 'operationId' | 'operationItemId' | 'applicationId' | 'startedAt' | 'finishedAt'
  > {
  state: Stored['state']
  edits: ParsedEdits | null
  filename: string
  candidateId: string | null
  jobId: string | null
  uploadedBy: string | null
  uploadedAt: Date
  isPrimary: boolean
  /** Whether an earlier parse gave the resume its candidate. */
  isClaimed: boolean
  isDeleted: boolean
}

// Not joined to candidates: the product itself works on every parse, whoever may see its candidate.
const lockStatement = prepared<OwedParse>(
  query
    .select({
      id: resumeParses.id,
      resumeId: resumeParses.resumeId,
      operationId: resumeParses.operationId,
      operationItemId: resumeParses.operationItemId,
      applicationId: resumeParses.applicationId,
      state: resumeParses.state,
      edits: sql`${resumeParses.edits}`.mapWith((text) => JSON.parse(text) as ParsedEdits),
      startedAt: resumeParses.startedAt,
      finishedAt: resumeParses.finishedAt,
      filename: resumes.filename,
      candidateId: resumes.candidateId,
      jobId: resumes.jobId,
      uploadedBy: resumes.uploadedBy,
      uploadedAt: resumes.createdAt,
      isPrimary: resumes.isPrimary,
      // What the file is was written down with the claim.
      isClaimed: sql`${resumes.contentType} is not null`.mapWith((text) => text === 't'),
      isDeleted: sql`${resumes.deletedAt} is not null`.mapWith((text) => text === 't'),
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
