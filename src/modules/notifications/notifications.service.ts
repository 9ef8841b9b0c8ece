import type { z } from 'zod'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { type NoteSight, sightOf } from '#src/modules/notes/index.ts'
import * as repo from './notifications.repo.ts'
import type { readBody } from './notifications.schemas.ts'

/** What a person is told of and may still see. */
export async function listNotifications(ctx: RequestContext, request: ListRequest) {
  const sight = sightOfPerson(ctx)
  if (!sight) return { data: [], has_more: false, next_cursor: null, unread_count: 0 }
  const { filters } = request
  const columns = { ...request, filters: filters.filter(({ field }) => field !== 'read') }
  const [read] = filters.filter(({ field }) => field === 'read')
  return readTenant(ctx, async (tx) => {
    const page = await repo.listNotifications(tx, columns, {
      mine: sight,
      ...(read && { [read.value === 'true' ? 'read' : 'unread']: {} }),
    })
    return { ...pageOf(page, presentNotification), unread_count: await repo.countUnread(tx, sight) }
  })
}

export function markRead(ctx: RequestContext, { ids }: z.output<typeof readBody>) {
  const sight = sightOfPerson(ctx)
  return withTenant(ctx, async (tx) => {
    await repo.markRead(tx, ctx.principal.userId, ids)
    return { unread_count: sight ? await repo.countUnread(tx, sight) : 0 }
  })
}

/** As far as the person's role reaches: a notification holds nothing of the note that a key would need a scope for. */
const sightOfPerson = ({ principal }: RequestContext): NoteSight | undefined =>
  sightOf({ ...principal, scopes: null })

const presentNotification = (row: repo.NotificationRow) => ({
  id: row.id,
  type: row.type,
  candidate_id: row.candidateId,
  note_id: row.noteId,
  read_at: row.readAt && isoTime(row.readAt),
  created_at: isoTime(row.createdAt),
})
