import { and, asc, eq, getTableColumns, getTableName, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import * as tables from '#src/db/schema/candidate-profile.ts'
import { candidates } from '#src/db/schema/candidates.ts'
import { prepared, type Query, query, type Statement, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral, readArrayLiteral } from '#src/lib/pg-array.ts'
import { ofCandidates, ofShownCandidate } from './contacts.repo.ts'

export type ExperienceRow = Omit<typeof tables.candidateExperiences.$inferSelect, 'tenantId'>
export type EducationRow = Omit<typeof tables.candidateEducations.$inferSelect, 'tenantId'>
export type SkillRow = Omit<typeof tables.candidateSkills.$inferSelect, 'tenantId'>
export type LanguageRow = Omit<typeof tables.candidateLanguages.$inferSelect, 'tenantId'>
export type CertificationRow = Omit<typeof tables.candidateCertifications.$inferSelect, 'tenantId'>

/** The sections of a profile and what their rows are. */
export interface SectionRows {
  experiences: ExperienceRow
  educations: EducationRow
  skills: SkillRow
  languages: LanguageRow
  certifications: CertificationRow
}

export type SectionName = keyof SectionRows

/** What every row has beside what it says. */
export type SectionKey = Pick<ExperienceRow, 'id' | 'candidateId' | 'position' | 'origin'>

type SectionTable = PgTable & Record<'tenantId' | 'candidateId' | 'position', PgColumn>

interface Section<Row> {
  /** In their order, by candidate. */
  list(tx: TenantTx, candidateIds: string[]): Promise<Row[]>
  clear(tx: TenantTx, candidateId: string): void
  insert(tx: TenantTx, rows: Row[]): void
}

function defineSection<Row>(table: SectionTable): Section<Row> {
  const { tenantId: _, ...columns } = getTableColumns(table)
  const listStatement = prepared(
    query
      .select(columns)
      .from(table as PgTable)
      .innerJoin(candidates, ofShownCandidate(table))
      .where(ofCandidates(table))
      .orderBy(asc(table.candidateId), asc(table.position)) as unknown as Query<Row>,
  )
  const insertStatement = insertOfRows(table)
  return {
    list: (tx, candidateIds) => tx.all(listStatement, { ids: arrayLiteral(candidateIds) }),
    clear: (tx, candidateId) =>
      tx.defer(
        query.delete(table).where(and(eq(table.tenantId, tx.tenantId), eq(table.candidateId, candidateId))),
      ),
    insert(tx, rows) {
      if (rows.length === 0) return
      tx.defer(insertStatement, { rows: JSON.stringify(rows, wellFormed) })
    },
  }
}

/** As the driver writes a text parameter: PostgreSQL refuses half a surrogate pair in JSON. */
const wellFormed = (_member: string, value: unknown) =>
  typeof value === 'string' ? value.toWellFormed() : value

/** One text for any number of rows, which a server plans once: they come as a list in JSON, by the names of the members. */
function insertOfRows(table: PgTable): Statement<unknown> {
  const { tenantId, ...columns } = getTableColumns(table)
  const names = Object.values(columns).map(({ name }) => name)
  const typed = Object.entries(columns).map(([member, column]) => `"${member}" ${column.getSQLType()}`)
  const members = Object.keys(columns).map((member) => `r."${member}"`)
  return written(
    `insert into ${getTableName(table)} (${tenantId?.name}, ${names.join(', ')})
     select $1::uuid, ${members.join(', ')} from json_to_recordset($2::json) as r (${typed.join(', ')})`,
    ['tenantId', 'rows'],
    {},
  )
}

export const sections: { [Name in SectionName]: Section<SectionRows[Name]> } = {
  experiences: defineSection(tables.candidateExperiences),
  educations: defineSection(tables.candidateEducations),
  skills: defineSection(tables.candidateSkills),
  languages: defineSection(tables.candidateLanguages),
  certifications: defineSection(tables.candidateCertifications),
}

export const SECTION_NAMES = Object.keys(sections) as SectionName[]

const settledStatement = written<{ names: string }>(
  `select array(
     select unnest(c.edited_sections)
     union ${SECTION_NAMES.map(
       (name) => `select '${name}' where exists (
         select 1 from candidate_${name} s where s.tenant_id = c.tenant_id and s.candidate_id = c.id)`,
     ).join(' union ')}
   )::text from candidates c where c.tenant_id = $1::uuid and c.id = $2::uuid`,
  ['tenantId', 'id'],
  { names: (names) => names },
)

/** The sections that hold something, or that a person has left empty. */
export const listSettledSections = async (tx: TenantTx, id: string): Promise<(string | null)[]> =>
  readArrayLiteral((await tx.first(settledStatement, { id }))?.names ?? '{}')

export interface Experience {
  id: string
  /** Years, in tenths. */
  experienceTenths: number | null
}

const experienceStatement = prepared<Experience>(
  query
    .select({ id: candidates.id, experienceTenths: candidates.experienceTenths })
    .from(candidates)
    .where(ofCandidates({ tenantId: candidates.tenantId, candidateId: candidates.id })),
)

export const listExperience = (tx: TenantTx, ids: string[]): Promise<Experience[]> =>
  tx.all(experienceStatement, { ids: arrayLiteral(ids) })

/** A change of the candidate that says a person has edited a section. */
export const markEdited = (name: SectionName) =>
  sql`array_append(array_remove(${candidates.editedSections}, ${name}), ${name})`
