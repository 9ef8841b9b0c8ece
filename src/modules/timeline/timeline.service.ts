import { readTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { visibleCandidate } from '#src/modules/candidates/index.ts'
import { sightOf } from '#src/modules/notes/index.ts'
import { type ActivityRow, listActivities } from './timeline.repo.ts'
import type { Activity } from './timeline.schemas.ts'

/** What happened to a candidate; of notes, what is for those who may read them. */
export function readTimeline(ctx: RequestContext, candidateId: string, request: ListRequest) {
  const sight = sightOf(ctx.principal)
  return readTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    const conditions = { candidate: { candidateId }, ...(sight ? { shown: sight } : { noNotes: {} }) }
    return pageOf(await listActivities(tx, request, conditions), presentActivity)
  })
}

const presentActivity = (row: ActivityRow): Activity => ({
  id: row.id,
  sequence: row.sequence,
  type: row.type,
  resource: row.resource,
  resource_id: row.resourceId,
  actor: { type: row.actorType, id: row.actorId, name: row.actorName },
  details: row.details,
  occurred_at: isoTime(row.occurredAt),
})
