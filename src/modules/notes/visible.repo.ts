import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { candidates } from '#src/db/schema/candidates.ts'
import type { Role } from '#src/db/schema/identity.ts'
import { candidateNotes } from '#src/db/schema/notes.ts'

/** Who looks: the arguments of the conditions below. */
export type NoteSight = {
  person: string
  role: Role
  /** Only candidates who applied to a job that names the person. */
  onlyNamed: boolean
}

/** Whether the candidate applied to a job that names `person`. */
export const namedByJob = (tenantId: PgColumn, candidateId: PgColumn, person: SQL): SQL => sql`exists (
  select 1 from applications a join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id
  where a.tenant_id = ${tenantId} and a.candidate_id = ${candidateId} and a.deleted_at is null
    and j.deleted_at is null and ${person} in (j.recruiter_id, j.hiring_manager_id))`

interface Reader {
  person: SQL
  role: SQL
  /** Whether the candidate applied to a job that names them. */
  named: SQL
}

/** Who, of those who see the candidate, sees a note: the one place that says what each visibility means. */
export const isFor = ({ person, role, named }: Reader, visibility: SQL, authorId: SQL): SQL => sql`(
  ${visibility} = 'public' or ${authorId} = ${person} or ${role} = 'admin'
  or (${visibility} = 'private' and (${role} = 'recruiter' or ${named})))`

const person = sql`${sql.placeholder('person')}::uuid`

/** Of a note in `candidate_notes`, removed or not, about a candidate that the person was found to see. */
const isShown: SQL = isFor(
  {
    person,
    role: sql`${sql.placeholder('role')}::text`,
    named: namedByJob(candidateNotes.tenantId, candidateNotes.candidateId, person),
  },
  sql`${candidateNotes.visibility}`,
  sql`${candidateNotes.authorId}`,
)

/** Row security hides candidates, and this carries that over to their notes. */
const isCandidateSeen = sql`exists (
  select 1 from ${candidates}
  where ${and(
    eq(candidates.tenantId, candidateNotes.tenantId),
    eq(candidates.id, candidateNotes.candidateId),
    isNull(candidates.deletedAt),
  )} and (not ${sql.placeholder('onlyNamed')}::boolean or ${namedByJob(candidates.tenantId, candidates.id, person)}))`

/** Of a note in `candidate_notes`, about whichever candidate. */
export const isVisible = sql`${candidateNotes.deletedAt} is null and ${isCandidateSeen} and ${isShown}`

const isNamed = (tenantId: PgColumn, noteId: PgColumn): SQL => sql`select 1 from ${candidateNotes}
  where ${candidateNotes.tenantId} = ${tenantId} and ${candidateNotes.id} = ${noteId}`

/** Whether a `NoteSight` sees a note that another table names. */
export const visibleNote = (tenantId: PgColumn, noteId: PgColumn): SQL =>
  sql`exists (${isNamed(tenantId, noteId)} and ${isVisible})`

/** As `visibleNote`, for what is told of a note that may be removed; the candidate was found to be seen. */
export const shownNote = (tenantId: PgColumn, noteId: PgColumn): SQL =>
  sql`exists (${isNamed(tenantId, noteId)} and ${isShown})`
