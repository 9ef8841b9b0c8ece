import { and, eq, type SQL, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { candidates } from '#src/db/schema/candidates.ts'
import { memberships } from '#src/db/schema/identity.ts'
import { candidateNotes, type NoteVisibility } from '#src/db/schema/notes.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx, Visibility } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { isFor, isVisible, type NoteSight, namedByJob } from './visible.repo.ts'

export type NoteRow = Omit<typeof candidateNotes.$inferSelect, 'tenantId' | 'deletedAt'>

const columns = {
  id: candidateNotes.id,
  candidateId: candidateNotes.candidateId,
  body: candidateNotes.body,
  visibility: candidateNotes.visibility,
  mentioned: candidateNotes.mentioned,
  authorId: candidateNotes.authorId,
  editedAt: candidateNotes.editedAt,
  version: candidateNotes.version,
  createdAt: candidateNotes.createdAt,
  updatedAt: candidateNotes.updatedAt,
}

const byId = and(
  eq(candidateNotes.tenantId, sql.placeholder('tenantId')),
  eq(candidateNotes.id, sql.placeholder('id')),
  isVisible,
)

const findStatement = prepared<NoteRow>(query.select(columns).from(candidateNotes).where(byId))
const lockStatement = prepared<NoteRow>(query.select(columns).from(candidateNotes).where(byId).for('update'))

export const findNote = (tx: TenantTx, id: string, sight: NoteSight): Promise<NoteRow | undefined> =>
  tx.first(findStatement, { id, ...sight })

/** As `findNote`, making other writers of the note wait for this transaction. */
export const lockNote = (tx: TenantTx, id: string, sight: NoteSight): Promise<NoteRow | undefined> =>
  tx.first(lockStatement, { id, ...sight })

/** Conditions: `visible` with a `NoteSight`, and `candidate`; both always given. */
export const listNotes = defineList<NoteRow>({
  from: candidateNotes,
  select: columns,
  sorts: {
    created_at: { column: candidateNotes.createdAt, value: (row) => row.createdAt },
    updated_at: { column: candidateNotes.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    visibility: candidateNotes.visibility,
    author_id: candidateNotes.authorId,
    created_at: candidateNotes.createdAt,
    updated_at: candidateNotes.updatedAt,
  },
  conditions: {
    visible: isVisible,
    candidate: eq(candidateNotes.candidateId, sql.placeholder('candidateId')),
  },
})

export function insertNote(tx: TenantTx, row: NoteRow): void {
  tx.defer(query.insert(candidateNotes).values({ ...row, tenantId: tx.tenantId }))
}

export function updateNote(
  tx: TenantTx,
  id: string,
  changes: Partial<typeof candidateNotes.$inferInsert>,
): void {
  tx.defer(
    query
      .update(candidateNotes)
      .set(changes)
      .where(and(eq(candidateNotes.tenantId, tx.tenantId), eq(candidateNotes.id, id))),
  )
}

const named = namedByJob(candidates.tenantId, candidates.id, sql`${memberships.userId}`)

/** As the rule for reading candidates, and row security, would have it for each member. */
const seesCandidate: SQL = sql`
  (${memberships.role} in ('admin', 'recruiter', 'viewer') or (${memberships.role} = 'hiring_manager' and ${named}))
  and (${sql.placeholder('setting')}::text = 'tenant' or ${memberships.role} = 'admin'
    or ${candidates.ownerId} = ${memberships.userId} or ${memberships.userId} = any(${candidates.visibleTo}))`

const readersStatement = prepared<{ id: string }>(
  query
    .select({ id: memberships.userId })
    .from(memberships)
    .innerJoin(candidates, eq(candidates.tenantId, memberships.tenantId))
    .where(
      and(
        eq(memberships.tenantId, sql.placeholder('tenantId')),
        sql`${memberships.userId} = any(${sql.placeholder('ids')}::uuid[])`,
        eq(memberships.status, 'active'),
        eq(candidates.id, sql.placeholder('candidateId')),
        seesCandidate,
        isFor(
          { person: sql`${memberships.userId}`, role: sql`${memberships.role}`, named },
          sql`${sql.placeholder('visibility')}::text`,
          sql`${sql.placeholder('authorId')}::uuid`,
        ),
      ),
    ),
)

export interface Audience {
  candidateId: string
  visibility: NoteVisibility
  authorId: string
  /** The tenant's own: who sees which candidates. */
  setting: Visibility
}

/** Those of `ids` who are members that see such a note. */
export const findReaders = async (tx: TenantTx, ids: string[], audience: Audience): Promise<Set<string>> =>
  new Set((await tx.all(readersStatement, { ...audience, ids: arrayLiteral(ids) })).map(({ id }) => id))
