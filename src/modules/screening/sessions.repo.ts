import { and, eq, inArray, not, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import type { ApplicationStatus } from '#src/db/schema/candidates.ts'
import { screeningSessions as sessions } from '#src/db/schema/screening.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { reachOf } from './reach.repo.ts'

/** With what the questions number, which `position` counts up to. */
export type SessionRow = Omit<typeof sessions.$inferSelect, 'tenantId'> & {
  questions: number
  questionsVersion: number
  /** Whether there still is what it is for: an active application to the job that asks. */
  isWanted: boolean
}

// In sub-selects, so that lists read one table and a lock takes none but the session.

const ofSet = (column: 'version' | 'count') =>
  sql<number>`(
  select ${sql.raw(column === 'version' ? 's.version' : 'jsonb_array_length(s.questions)')} from screening_question_sets s
  where s.tenant_id = screening_sessions.tenant_id and s.id = screening_sessions.question_set_id)`.mapWith(
    Number,
  )

const isWanted = sql`exists (
  select 1 from applications a
  join candidates c on c.tenant_id = a.tenant_id and c.id = a.candidate_id
  join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id
  where a.tenant_id = screening_sessions.tenant_id and a.id = screening_sessions.application_id
    and a.job_id = screening_sessions.job_id and a.status = 'active'
    and a.deleted_at is null and c.deleted_at is null and j.deleted_at is null)`

const columns = {
  id: sessions.id,
  applicationId: sessions.applicationId,
  candidateId: sessions.candidateId,
  jobId: sessions.jobId,
  questionSetId: sessions.questionSetId,
  state: sessions.state,
  channel: sessions.channel,
  tokenHash: sessions.tokenHash,
  expiresAt: sessions.expiresAt,
  idleMinutes: sessions.idleMinutes,
  disclosureVersion: sessions.disclosureVersion,
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
  isWanted: isWanted.mapWith((text) => text === 't').as('is_wanted'),
}

const { shown, named, byId } = reachOf(sessions)
const select = () => query.select(columns).from(sessions)
const find = {
  any: prepared<SessionRow>(select().where(byId)),
  all: prepared<SessionRow>(select().where(and(byId, shown))),
  own: prepared<SessionRow>(select().where(and(byId, shown, named))),
}
const lock = {
  any: prepared<SessionRow>(select().where(byId).for('update')),
  all: prepared<SessionRow>(select().where(and(byId, shown)).for('update')),
  own: prepared<SessionRow>(
    select()
      .where(and(byId, shown, named))
      .for('update'),
  ),
}

/** `person`: only for jobs that name them. */
export const findSession = (tx: TenantTx, id: string, person?: string): Promise<SessionRow | undefined> =>
  tx.first(person === undefined ? find.all : find.own, { id, person })

/** As `findSession`, making other writers of the screening wait for this transaction. */
export const lockSession = (tx: TenantTx, id: string, person?: string): Promise<SessionRow | undefined> =>
  tx.first(person === undefined ? lock.all : lock.own, { id, person })

/** Also of a candidate whom nobody sees any more: for whoever holds the link, and for what ends a screening. */
export const findEvenHidden = (tx: TenantTx, id: string): Promise<SessionRow | undefined> =>
  tx.first(find.any, { id })

export const lockEvenHidden = (tx: TenantTx, id: string): Promise<SessionRow | undefined> =>
  tx.first(lock.any, { id })

const unwantedStatement = prepared<{ id: string }>(
  query
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.tenantId, sql.placeholder('tenantId')),
        inArray(sessions.state, ['pending', 'in_progress']),
        sql`${sql.placeholder('about')}::uuid in (${sessions.applicationId}, ${sessions.jobId})`,
        not(isWanted),
      ),
    )
    .orderBy(sessions.id)
    .limit(sql.placeholder('limit')),
)

/** Some that are open for an application, or for those to a job, that is no longer there to be asked about. */
export const listUnwanted = async (tx: TenantTx, about: string, limit: number): Promise<string[]> =>
  (await tx.all(unwantedStatement, { about, limit })).map(({ id }) => id)

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
    channel: sessions.channel,
    state: sessions.state,
    created_at: sessions.createdAt,
    updated_at: sessions.updatedAt,
  },
  where: shown,
  conditions: { named },
})

const values = ({ questions: _, questionsVersion: _v, isWanted: _w, ...row }: SessionRow) => row

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

const APPLICATION = `
  select a.candidate_id, a.job_id, a.status, j.title, c.first_name, c.last_name, c.email
  from applications a
  join candidates c on c.tenant_id = a.tenant_id and c.id = a.candidate_id and c.deleted_at is null
  join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id and j.deleted_at is null
  where a.tenant_id = $1::uuid and a.id = $2::uuid and a.deleted_at is null
    and ($3::uuid is null or $3::uuid in (j.recruiter_id, j.hiring_manager_id))`

const applicationStatement = (text: string) =>
  written<InvitedApplication>(text, ['tenantId', 'id', 'person'], {
    candidateId: String,
    jobId: String,
    status: (status) => status as ApplicationStatus,
    jobTitle: String,
    firstName: String,
    lastName: String,
    email: String,
  })
const readApplication = applicationStatement(APPLICATION)
const holdApplication = applicationStatement(`${APPLICATION} for share of a`)

/** What an invitation needs to know; undefined where `person` is given and the job does not name them. */
export const findApplication = (
  tx: TenantTx,
  id: string,
  person: string | null = null,
): Promise<InvitedApplication | undefined> => tx.first(readApplication, { id, person })

/** As `findApplication`, and nobody closes the application before this transaction ends: who does then, sees the screening. */
export const keepApplication = (
  tx: TenantTx,
  id: string,
  person: string | null,
): Promise<InvitedApplication | undefined> => tx.first(holdApplication, { id, person })
