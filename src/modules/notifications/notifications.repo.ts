import { and, count, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { notifications } from '#src/db/schema/notifications.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { type NoteSight, visibleNote } from '#src/modules/notes/index.ts'

export type NotificationRow = Omit<typeof notifications.$inferSelect, 'tenantId' | 'userId' | 'eventId'>

const own = eq(notifications.userId, sql.placeholder('person'))
const isUnread = isNull(notifications.readAt)
const visible = visibleNote(notifications.tenantId, notifications.noteId)

/** Conditions: `mine` with a `NoteSight`, always given; `read`, `unread`. */
export const listNotifications = defineList<NotificationRow>({
  from: notifications,
  select: {
    id: notifications.id,
    type: notifications.type,
    candidateId: notifications.candidateId,
    noteId: notifications.noteId,
    readAt: notifications.readAt,
    createdAt: notifications.createdAt,
  },
  sorts: { created_at: { column: notifications.createdAt, value: (row) => row.createdAt } },
  filters: { updated_at: notifications.createdAt },
  conditions: {
    mine: sql`${own} and ${visible}`,
    read: isNotNull(notifications.readAt),
    unread: isUnread,
  },
})

const ofTenant = eq(notifications.tenantId, sql.placeholder('tenantId'))

const unreadStatement = prepared<{ unread: number }>(
  query
    .select({ unread: count() })
    .from(notifications)
    .where(and(ofTenant, own, isUnread, visible)),
)

export const countUnread = async (tx: TenantTx, sight: NoteSight): Promise<number> =>
  (await tx.first(unreadStatement, { ...sight }))?.unread ?? 0

const marking = (some?: SQL) =>
  prepared(
    query
      .update(notifications)
      .set({ readAt: sql`${sql.placeholder('now')}::timestamptz` })
      .where(and(ofTenant, own, isUnread, some)),
  )
const markStatement = {
  all: marking(),
  some: marking(sql`${notifications.id} = any(${sql.placeholder('ids')}::uuid[])`),
}

/** Without `ids` all of them; those of others are left alone. */
export const markRead = (tx: TenantTx, person: string, ids?: string[]): Promise<number> =>
  ids === undefined
    ? tx.run(markStatement.all, { person, now: tx.now })
    : tx.run(markStatement.some, { person, now: tx.now, ids: arrayLiteral(ids) })

/** Of one event a person is told once, however often this runs. */
export function insertNotifications(tx: TenantTx, rows: (typeof notifications.$inferInsert)[]): void {
  tx.defer(
    query
      .insert(notifications)
      .values(rows)
      .onConflictDoNothing({ target: [notifications.tenantId, notifications.userId, notifications.eventId] }),
  )
}
