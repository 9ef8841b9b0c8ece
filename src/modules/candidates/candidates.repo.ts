import { and, asc, count, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { compare, defineList } from '#src/db/list.ts'
import { candidateEmails, candidateSkills } from '#src/db/schema/candidate-profile.ts'
import { applications, candidates } from '#src/db/schema/candidates.ts'
import { tags } from '#src/db/schema/tags.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { FilterOp } from '#src/lib/list.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { hasExternalId } from '#src/modules/external-ids/index.ts'

export type CandidateRow = Omit<
  typeof candidates.$inferSelect,
  'tenantId' | 'visibleTo' | 'experienceTenths' | 'editedSections' | 'deletedAt'
>

const columns = {
  id: candidates.id,
  firstName: candidates.firstName,
  lastName: candidates.lastName,
  email: candidates.email,
  phone: candidates.phone,
  headline: candidates.headline,
  company: candidates.company,
  location: candidates.location,
  links: candidates.links,
  source: candidates.source,
  ownerId: candidates.ownerId,
  version: candidates.version,
  createdAt: candidates.createdAt,
  updatedAt: candidates.updatedAt,
}

const ofTenant = eq(candidates.tenantId, sql.placeholder('tenantId'))
const live = and(ofTenant, isNull(candidates.deletedAt))
const byId = and(live, eq(candidates.id, sql.placeholder('id')))

/** Who applied to a job that names `person`. */
const namedByJob = sql`exists (
  select 1 from applications a join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id
  where a.tenant_id = ${candidates.tenantId} and a.candidate_id = ${candidates.id} and a.deleted_at is null
    and j.deleted_at is null and ${sql.placeholder('person')}::uuid in (j.recruiter_id, j.hiring_manager_id))`

const findStatement = prepared<CandidateRow>(query.select(columns).from(candidates).where(byId))
const findNamedStatement = prepared<CandidateRow>(
  query.select(columns).from(candidates).where(and(byId, namedByJob)),
)
const lockStatement = prepared<CandidateRow>(query.select(columns).from(candidates).where(byId).for('update'))

export const findCandidate = (tx: TenantTx, id: string): Promise<CandidateRow | undefined> =>
  tx.first(findStatement, { id })

/** As `findCandidate` among those who applied to a job that names `person`. */
export const findNamedCandidate = (
  tx: TenantTx,
  id: string,
  person: string,
): Promise<CandidateRow | undefined> => tx.first(findNamedStatement, { id, person })

/** As `findCandidate`, making other writers of the candidate wait for this transaction. */
export const lockCandidate = (tx: TenantTx, id: string): Promise<CandidateRow | undefined> =>
  tx.first(lockStatement, { id })

const lockOwnedStatement = prepared<CandidateRow>(
  query
    .select(columns)
    .from(candidates)
    .where(and(live, eq(candidates.ownerId, sql.placeholder('owner'))))
    .orderBy(asc(candidates.id))
    .limit(sql.placeholder('limit'))
    .for('update'),
)

/** As `lockCandidate` for at most `limit` of an owner's. */
export const lockOwned = (tx: TenantTx, owner: string, limit: number): Promise<CandidateRow[]> =>
  tx.all(lockOwnedStatement, { owner, limit })

const lockAllStatement = prepared<CandidateRow>(
  query
    .select(columns)
    .from(candidates)
    .where(and(live, sql`${candidates.id} = any(${sql.placeholder('ids')}::uuid[])`))
    .orderBy(asc(candidates.id))
    .for('update'),
)

/** As `lockCandidate` of several; unknown, deleted and hidden ones are left out. */
export const lockCandidates = (tx: TenantTx, ids: string[]): Promise<CandidateRow[]> =>
  tx.all(lockAllStatement, { ids: arrayLiteral(ids) })

const lockQuarantinedStatement = prepared<CandidateRow>(
  query
    .select(columns)
    .from(candidates)
    .where(and(ofTenant, eq(candidates.id, sql.placeholder('id')), isNotNull(candidates.deletedAt)))
    .for('update'),
)

export const lockQuarantined = (tx: TenantTx, id: string): Promise<CandidateRow | undefined> =>
  tx.first(lockQuarantinedStatement, { id })

const ofCandidate = (table: { tenantId: PgColumn; candidateId: PgColumn }) =>
  and(eq(table.tenantId, candidates.tenantId), eq(table.candidateId, candidates.id))

const byEmailsStatement = prepared<CandidateRow>(
  query
    .select(columns)
    .from(candidates)
    .innerJoin(candidateEmails, and(ofCandidate(candidateEmails), eq(candidateEmails.isLive, true)))
    .where(and(live, sql`${candidateEmails.email} = any(${sql.placeholder('emails')}::text[])`))
    .limit(1),
)

/** Who has one of these addresses, lower-cased. Does not see a candidate that is hidden from the actor. */
export const findCandidateByEmails = (tx: TenantTx, emails: string[]): Promise<CandidateRow | undefined> =>
  tx.first(byEmailsStatement, { emails: arrayLiteral(emails) })

/** Who has an address, primary or not. */
export const findCandidateByEmail = (tx: TenantTx, email: string): Promise<CandidateRow | undefined> =>
  findCandidateByEmails(tx, [email])

const byIdsStatement = prepared<CandidateRow>(
  query
    .select(columns)
    .from(candidates)
    .where(and(live, sql`${candidates.id} = any(${sql.placeholder('ids')}::uuid[])`)),
)

/** In no order; unknown, deleted and hidden ones are left out. */
export const findCandidates = (tx: TenantTx, ids: string[]): Promise<CandidateRow[]> =>
  tx.all(byIdsStatement, { ids: arrayLiteral(ids) })

/** A tag that was merged into another bears its key. */
const hasTag = (op: FilterOp, name: string) => sql`exists (
  select 1 from candidate_tags ct join ${tags} on ${tags.tenantId} = ct.tenant_id and ${tags.id} = ct.tag_id
  where ct.tenant_id = ${candidates.tenantId} and ct.candidate_id = ${candidates.id}
    and ${tags.deletedAt} is null and ${compare(tags.key, op, name)})`

const hasEmail = (op: FilterOp, name: string) => sql`exists (
  select 1 from ${candidateEmails}
  where ${ofCandidate(candidateEmails)} and ${candidateEmails.isLive} and ${compare(candidateEmails.email, op, name)})`

const hasSkill = (op: FilterOp, name: string) => sql`exists (
  select 1 from ${candidateSkills}
  where ${ofCandidate(candidateSkills)} and ${compare(candidateSkills.skillKey, op, name)})`

/** No `exists`: that may be answered by reading all resumes there are. */
const hasResume = (_op: FilterOp, name: string) => sql`coalesce((
  select true from resumes r
  where r.tenant_id = ${candidates.tenantId} and r.candidate_id = ${candidates.id} and r.is_primary), false)
  = ${sql.placeholder(name)}::boolean`

/** Conditions: `named`, for those who applied to a job that names `person`; `among` for a set of ids. */
export const listCandidates = defineList<CandidateRow>({
  from: candidates,
  select: columns,
  sorts: {
    id: { column: candidates.id, value: (row) => row.id },
    created_at: { column: candidates.createdAt, value: (row) => row.createdAt },
    updated_at: { column: candidates.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    email: hasEmail,
    source: candidates.source,
    owner_id: candidates.ownerId,
    location: candidates.location,
    tag: hasTag,
    company: candidates.company,
    has_resume: hasResume,
    years_of_experience: candidates.experienceTenths,
    skill: hasSkill,
    external_id: (_op, name) => hasExternalId('candidate', candidates, name),
    created_at: candidates.createdAt,
    updated_at: candidates.updatedAt,
  },
  where: isNull(candidates.deletedAt),
  conditions: {
    named: namedByJob,
    among: sql`${candidates.id} = any(${sql.placeholder('ids')}::uuid[])`,
  },
})

export async function insertCandidate(
  tx: TenantTx,
  row: CandidateRow,
  experienceTenths: number | null = null,
): Promise<void> {
  const values = { ...row, tenantId: tx.tenantId, visibleTo: [], editedSections: [], experienceTenths }
  await tx.run(query.insert(candidates).values(values))
}

/** What a change may write: values, or expressions of them. */
export type CandidateChanges = {
  [Column in keyof typeof candidates.$inferInsert]?: (typeof candidates.$inferInsert)[Column] | SQL
}

export function updateCandidate(tx: TenantTx, id: string, changes: CandidateChanges): void {
  tx.defer(
    query
      .update(candidates)
      .set(changes)
      .where(and(eq(candidates.tenantId, tx.tenantId), eq(candidates.id, id))),
  )
}

const activeStatement = prepared<{ active: number }>(
  query
    .select({ active: count() })
    .from(applications)
    .innerJoin(
      candidates,
      and(eq(candidates.tenantId, applications.tenantId), eq(candidates.id, applications.candidateId)),
    )
    .where(
      and(
        eq(applications.tenantId, sql.placeholder('tenantId')),
        eq(applications.candidateId, sql.placeholder('id')),
        eq(applications.status, 'active'),
        isNull(applications.deletedAt),
      ),
    ),
)

export const countActiveApplications = async (tx: TenantTx, id: string): Promise<number> =>
  (await tx.first(activeStatement, { id }))?.active ?? 0
