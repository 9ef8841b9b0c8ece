import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { resumeParses } from '#src/db/schema/resumes.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { ParsedEdits } from './parse-edits.schemas.ts'
import type { ParsedData } from './parser/types.ts'
import { findingColumns } from './resume-parses.repo.ts'

// What one parse of a resume means for another. As the product itself: whoever may see the candidate is not asked.

const ofTenant = eq(resumeParses.tenantId, sql.placeholder('tenantId'))
const ofResume = and(ofTenant, eq(resumeParses.resumeId, sql.placeholder('resumeId')))
const newestFirst = [desc(resumeParses.createdAt), desc(resumeParses.id)]

const unfinishedStatement = prepared<{ id: string }>(
  query
    .select({ id: resumeParses.id })
    .from(resumeParses)
    .where(and(ofResume, inArray(resumeParses.state, ['queued', 'processing']))),
)

/** The parse of a resume that is under way. */
export const findUnfinishedParse = async (tx: TenantTx, resumeId: string): Promise<string | undefined> =>
  (await tx.first(unfinishedStatement, { resumeId }))?.id

/** What a parse leaves to the next one of its resume. */
interface Inheritance {
  applicationId: string | null
  edits: ParsedEdits | null
}

const inheritanceStatement = prepared<Inheritance>(
  query
    .select({
      applicationId: resumeParses.applicationId,
      edits: sql`${resumeParses.edits}`.mapWith((text) => JSON.parse(text) as ParsedEdits),
    })
    .from(resumeParses)
    .where(ofResume)
    .orderBy(...newestFirst)
    .limit(1),
)

export const findInheritance = (tx: TenantTx, resumeId: string): Promise<Inheritance | undefined> =>
  tx.first(inheritanceStatement, { resumeId })

const readingStatement = prepared<{ parsedData: ParsedData }>(
  query
    .select({ parsedData: findingColumns.parsedData })
    .from(resumeParses)
    .where(and(ofResume, inArray(resumeParses.state, ['parsed', 'needs_review'])))
    .orderBy(...newestFirst)
    .limit(1),
)

/** What a resume was last found to say. */
export const findLastData = async (tx: TenantTx, resumeId: string): Promise<ParsedData | undefined> =>
  (await tx.first(readingStatement, { resumeId }))?.parsedData

const laterInOperationStatement = prepared<{ id: string }>(
  query
    .select({ id: resumeParses.id })
    .from(resumeParses)
    .where(
      and(
        ofTenant,
        eq(resumeParses.operationId, sql.placeholder('operationId')),
        gt(resumeParses.id, sql.placeholder('id')),
      ),
    )
    .orderBy(asc(resumeParses.id))
    .offset(sql.placeholder('skip'))
    .limit(1),
)

/** The parse `places` after another one in the order of their bulk upload. */
export const findLaterParse = async (
  tx: TenantTx,
  { id, operationId }: { id: string; operationId: string },
  places: number,
): Promise<string | undefined> =>
  (await tx.first(laterInOperationStatement, { id, operationId, skip: places - 1 }))?.id
