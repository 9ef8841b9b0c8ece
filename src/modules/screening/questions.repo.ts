import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { screeningQuestionSets as sets, questionTemplates as templates } from '#src/db/schema/screening.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type TemplateRow = Omit<typeof templates.$inferSelect, 'tenantId' | 'deletedAt'>
export type QuestionSetRow = Omit<typeof sets.$inferSelect, 'tenantId'>

const columns = {
  id: templates.id,
  name: templates.name,
  questions: templates.questions,
  createdBy: templates.createdBy,
  version: templates.version,
  createdAt: templates.createdAt,
  updatedAt: templates.updatedAt,
}

const live = and(
  eq(templates.tenantId, sql.placeholder('tenantId')),
  eq(templates.id, sql.placeholder('id')),
  isNull(templates.deletedAt),
)
const findStatement = prepared<TemplateRow>(query.select(columns).from(templates).where(live))
const lockStatement = prepared<TemplateRow>(query.select(columns).from(templates).where(live).for('update'))

export const findTemplate = (tx: TenantTx, id: string): Promise<TemplateRow | undefined> =>
  tx.first(findStatement, { id })

/** As `findTemplate`, making other writers of the template wait for this transaction. */
export const lockTemplate = (tx: TenantTx, id: string): Promise<TemplateRow | undefined> =>
  tx.first(lockStatement, { id })

export const listTemplates = defineList<TemplateRow>({
  from: templates,
  select: columns,
  sorts: {
    created_at: { column: templates.createdAt, value: (row) => row.createdAt },
    updated_at: { column: templates.updatedAt, value: (row) => row.updatedAt },
  },
  filters: { updated_at: templates.updatedAt },
  where: isNull(templates.deletedAt),
})

export function insertTemplate(tx: TenantTx, row: TemplateRow): void {
  tx.defer(query.insert(templates).values({ ...row, tenantId: tx.tenantId }))
}

export function updateTemplate(
  tx: TenantTx,
  id: string,
  changes: Partial<typeof templates.$inferInsert>,
): void {
  tx.defer(
    query
      .update(templates)
      .set(changes)
      .where(and(eq(templates.tenantId, tx.tenantId), eq(templates.id, id))),
  )
}

const setColumns = {
  id: sets.id,
  jobId: sets.jobId,
  version: sets.version,
  templateId: sets.templateId,
  templateVersion: sets.templateVersion,
  questions: sets.questions,
  createdBy: sets.createdBy,
  createdAt: sets.createdAt,
}

const lastStatement = prepared<QuestionSetRow>(
  query
    .select(setColumns)
    .from(sets)
    .where(and(eq(sets.tenantId, sql.placeholder('tenantId')), eq(sets.jobId, sql.placeholder('jobId'))))
    .orderBy(desc(sets.version))
    .limit(1),
)

/** What the job asks now. */
export const findQuestions = (tx: TenantTx, jobId: string): Promise<QuestionSetRow | undefined> =>
  tx.first(lastStatement, { jobId })

const setStatement = prepared<QuestionSetRow>(
  query
    .select(setColumns)
    .from(sets)
    .where(and(eq(sets.tenantId, sql.placeholder('tenantId')), eq(sets.id, sql.placeholder('id')))),
)

export async function findQuestionSet(tx: TenantTx, id: string): Promise<QuestionSetRow> {
  const row = await tx.first(setStatement, { id })
  if (!row) throw new Error('a screening refers to its questions')
  return row
}

export function insertQuestions(tx: TenantTx, row: QuestionSetRow): void {
  tx.defer(query.insert(sets).values({ ...row, tenantId: tx.tenantId }))
}
