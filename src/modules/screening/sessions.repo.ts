import { and, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import type { ApplicationStatus } from '#src/db/schema/candidates.ts'
import { screeningSessions as sessions } from '#src/db/schema/screening.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

/** With what the questions number, which `position` counts up to. */
export type SessionRow = Omit<typeof sessions.$inferSelect, 'tenantId'> & {
  questions: number
  questionsVersion: number
  applicationStatus: ApplicationStatus
}

// In sub-selects, so that lists read one table and a lock takes none but the session.

const ofSet = (column: 'version' | 'count') =>
  sql<number>`(
  select ${sql.raw(column === 'version' ? 's.version' : 'jsonb_array_length(s.questions)')} from screening_question_sets s
  where s.tenant_id = screening_sessions.tenant_id and s.id = screening_sessions.question_set_id)`.mapWith(
    Number,
  )

const applicationStatus = sql<ApplicationStatus>`(
  select a.status from applications a
  where a.tenant_id = screening_sessions.tenant_id and a.id = screening_sessions.application_id)`

const columns = {
  id: sessions.id,
  applicationId: sessions.applicationId,
  candidateId: sessions.candidateId,
  jobId: sessions.jobId,
  questionSetId: sessions.questionSetId,
  state: sessions.state,
  tokenHash: sessions.tokenHash,
  expiresAt: sessions.expiresAt,
  idleMinutes: sessions.idleMinutes,
  aiProviders: sessions.aiProviders,
  aiAccepted: sessions.aiAccepted,
  humanRequestedAt: sessions.humanRequestedAt,
  position: sessions.position,
  openSequence: sessions.openSequence,
  followUps: sessions.followUps,
  lastSequence: sessions.lastSequence,
  endReason: sessions.endReason,
  startedAt: sessions.startedAt,
  activeAt: sessions.activeAt,
  endedAt: sessions.endedAt,
  createdBy: sessions.createdBy,
  version: sessions.version,
  createdAt: sessions.createdAt,
  updatedAt: sessions.updatedAt,
  questions: ofSet('count').as('questions'),
  questionsVersion: ofSet('version').as('questions_version'),
  applicationStatus: applicationStatus.as('application_status'),
}

/** Row security hides candidates, and this carries that over to what they were asked. */
const shown = sql`exists (
  select 1 from applications a join candidates c on c.tenant_id = a.tenant_id and c.id = a.candidate_id
  where a.tenant_id = ${sessions.tenantId} and a.id = ${sessions.applicationId}
    and a.deleted_at is null and c.deleted_at is null)`

/** For a job that names `person`. */
const namedByJob = sql`exists (
  select 1 from jobs j
  where j.tenant_id = ${sessions.tenantId} and j.id = ${sessions.jobId} and j.deleted_at is null
    and ${sql.placeholder('person')}::uuid in (j.recruiter_id, j.hiring_manager_id))`

const byId = and(
  eq(sessions.tenantId, sql.placeholder('tenantId')),
  eq(sessions.id, sql.placeholder('id')),
  shown,
)
const select = () => query.select(columns).from(sessions)
const find = {
  all: prepared<SessionRow>(select().where(byId)),
  own: prepared<SessionRow>(select().where(and(byId, namedByJob))),
}
const lock = {
  all: prepared<SessionRow>(select().where(byId).for('update')),
  own: prepared<SessionRow>(select().where(and(byId, namedByJob)).for('update')),
}

/** `person`: only for jobs that name them. */
export const findSession = (tx: TenantTx, id: string, person?: string): Promise<SessionRow | undefined> =>
  tx.first(person === undefined ? find.all : find.own, { id, person })

/** As `findSession`, making other writers of the screening wait for this transaction. */
export const lockSession = (tx: TenantTx, id: string, person?: string): Promise<SessionRow | undefined> =>
  tx.first(person === undefined ? lock.all : lock.own, { id, person })

/** Conditions: `named` for the screenings for jobs that name `person`. */
export const listSessions = defineList<SessionRow>({
  from: sessions,
  select: columns,
  sorts: {
    created_at: { column: sessions.createdAt, value: (row) => row.createdAt },
    updated_at: { column: sessions.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    application_id: sessions.applicationId,
    candidate_id: sessions.candidateId,
    job_id: sessions.jobId,
    state: sessions.state,
    created_at: sessions.createdAt,
    updated_at: sessions.updatedAt,
  },
  where: shown,
  conditions: { named: namedByJob },
})

const values = ({ questions: _, questionsVersion: _v, applicationStatus: _s, ...row }: SessionRow) => row

/** Now rather than with the commit, so that an application with an open screening is a refusal of its own. */
export async function insertSession(tx: TenantTx, row: SessionRow): Promise<void> {
  await tx.run(query.insert(sessions).values({ ...values(row), tenantId: tx.tenantId }))
}

export function updateSession(tx: TenantTx, row: SessionRow): void {
  tx.defer(
    query
      .update(sessions)
      .set(values(row))
      .where(and(eq(sessions.tenantId, tx.tenantId), eq(sessions.id, row.id))),
  )
}

export interface InvitedApplication {
  candidateId: string
  jobId: string
  status: ApplicationStatus
  jobTitle: string
  firstName: string
  lastName: string
  email: string | null
}

const applicationStatement = written<InvitedApplication>(
  `select a.candidate_id, a.job_id, a.status, j.title, c.first_name, c.last_name, c.email
   from applications a
   join candidates c on c.tenant_id = a.tenant_id and c.id = a.candidate_id and c.deleted_at is null
   join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id and j.deleted_at is null
   where a.tenant_id = $1::uuid and a.id = $2::uuid and a.deleted_at is null
     and ($3::uuid is null or $3::uuid in (j.recruiter_id, j.hiring_manager_id))`,
  ['tenantId', 'id', 'person'],
  {
    candidateId: String,
    jobId: String,
    status: (text) => text as ApplicationStatus,
    jobTitle: String,
    firstName: String,
    lastName: String,
    email: String,
  },
)

/** What an invitation needs to know; undefined where `person` is given and the job does not name them. */
export const findApplication = (
  tx: TenantTx,
  id: string,
  person: string | null = null,
): Promise<InvitedApplication | undefined> => tx.first(applicationStatement, { id, person })
