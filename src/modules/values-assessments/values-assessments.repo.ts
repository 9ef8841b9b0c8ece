import { and, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { valuesAssessments } from '#src/db/schema/reviews.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

export type ValuesRow = Omit<typeof valuesAssessments.$inferSelect, 'tenantId'>

const columns = {
  id: valuesAssessments.id,
  candidateId: valuesAssessments.candidateId,
  applicationId: valuesAssessments.applicationId,
  assessorId: valuesAssessments.assessorId,
  integrity: valuesAssessments.integrity,
  honesty: valuesAssessments.honesty,
  discipline: valuesAssessments.discipline,
  hardWork: valuesAssessments.hardWork,
  gratitude: valuesAssessments.gratitude,
  notes: valuesAssessments.notes,
  version: valuesAssessments.version,
  createdAt: valuesAssessments.createdAt,
  updatedAt: valuesAssessments.updatedAt,
}

/** Row security hides candidates, and this carries that over to what is said of them. */
const isShown = sql`exists (
  select 1 from candidates c
  where c.tenant_id = ${valuesAssessments.tenantId} and c.id = ${valuesAssessments.candidateId}
    and c.deleted_at is null)`

/** Whether the candidate applied to a job that names `person`. */
const namedByJob = sql`exists (
  select 1 from applications a join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id
  where a.tenant_id = ${valuesAssessments.tenantId} and a.candidate_id = ${valuesAssessments.candidateId}
    and a.deleted_at is null and j.deleted_at is null
    and ${sql.placeholder('person')}::uuid in (j.recruiter_id, j.hiring_manager_id))`

const byId = and(
  eq(valuesAssessments.tenantId, sql.placeholder('tenantId')),
  eq(valuesAssessments.id, sql.placeholder('id')),
  isShown,
)
const select = () => query.select(columns).from(valuesAssessments)
const find = {
  all: prepared<ValuesRow>(select().where(byId)),
  own: prepared<ValuesRow>(select().where(and(byId, namedByJob))),
}
const lock = {
  all: prepared<ValuesRow>(select().where(byId).for('update')),
  own: prepared<ValuesRow>(select().where(and(byId, namedByJob)).for('update')),
}

/** `person`: only of candidates who applied to a job that names them. */
export const findValues = (tx: TenantTx, id: string, person?: string): Promise<ValuesRow | undefined> =>
  tx.first(person === undefined ? find.all : find.own, { id, person })

/** As `findValues`, making other writers of the assessment wait for this transaction. */
export const lockValues = (tx: TenantTx, id: string, person?: string): Promise<ValuesRow | undefined> =>
  tx.first(person === undefined ? lock.all : lock.own, { id, person })

/** Condition: `candidate`, always given. */
export const listValues = defineList<ValuesRow>({
  from: valuesAssessments,
  select: columns,
  sorts: {
    created_at: { column: valuesAssessments.createdAt, value: (row) => row.createdAt },
    updated_at: { column: valuesAssessments.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    assessor_id: valuesAssessments.assessorId,
    application_id: valuesAssessments.applicationId,
    updated_at: valuesAssessments.updatedAt,
  },
  where: isShown,
  conditions: { candidate: eq(valuesAssessments.candidateId, sql.placeholder('candidateId')) },
})

const applicationStatement = written<{ id: string }>(
  `select a.id from applications a
   join candidates c on c.tenant_id = a.tenant_id and c.id = a.candidate_id
   where a.tenant_id = $1::uuid and a.id = $2::uuid and a.candidate_id = $3::uuid and a.deleted_at is null`,
  ['tenantId', 'id', 'candidateId'],
  { id: String },
)

export const isApplicationOf = async (tx: TenantTx, id: string, candidateId: string): Promise<boolean> =>
  (await tx.first(applicationStatement, { id, candidateId })) !== undefined

interface Average {
  candidateId: string
  average: number
}

// Halves up. The average of one is a generated column.
const averageStatement = written<Average>(
  `select v.candidate_id, ((2 * sum(v.average) + count(*)) / (2 * count(*)))::integer
   from values_assessments v
   join candidates c on c.tenant_id = v.tenant_id and c.id = v.candidate_id
   where v.tenant_id = $1::uuid and v.candidate_id = any($2::uuid[])
   group by v.candidate_id`,
  ['tenantId', 'candidateIds'],
  { candidateId: String, average: Number },
)

/** By candidate, in hundredths of 1 to 5; without those whom nobody assessed. */
export async function averageValues(tx: TenantTx, candidateIds: string[]): Promise<Map<string, number>> {
  const rows = await tx.all(averageStatement, { candidateIds: arrayLiteral(candidateIds) })
  return new Map(rows.map(({ candidateId, average }) => [candidateId, average]))
}

export function insertValues(tx: TenantTx, row: ValuesRow): void {
  tx.defer(query.insert(valuesAssessments).values({ ...row, tenantId: tx.tenantId }))
}

export function updateValues(tx: TenantTx, row: ValuesRow): void {
  tx.defer(
    query
      .update(valuesAssessments)
      .set(row)
      .where(and(eq(valuesAssessments.tenantId, tx.tenantId), eq(valuesAssessments.id, row.id))),
  )
}
