import { readTenantOnce } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import type { MessageSource, StreamMessage } from '#src/http/event-stream.ts'
import { AppError } from '#src/lib/errors.ts'
import type { Filter, ListRequest } from '#src/lib/list.ts'
import { presentEvent } from '#src/platform/events/event-message.ts'
import { findEventOrder } from '#src/platform/events/events.repo.ts'
import { relayWatchOf } from '#src/platform/tasks/relay-watch.ts'
import { eventErrors } from './events.errors.ts'
import * as repo from './events.repo.ts'

export interface Following {
  /** The place after which to begin; without one, what happens from now on. */
  after: number | undefined
  filters: Filter[]
}

/** Events as they get their place in the order. @throws AppError 410 where those after `after` are not kept */
export async function followEvents(
  ctx: RequestContext,
  { after, filters }: Following,
): Promise<MessageSource> {
  const { last, prunedThrough } = await readTenantOnce(ctx, findEventOrder)
  const from = after ?? last
  if (from < prunedThrough || from > last)
    throw new AppError(eventErrors.not_kept, { members: { kept_after: prunedThrough, last } })
  return (stop) => messages(ctx, from, filters, stop)
}

const PAGE = 100

async function* messages(
  ctx: RequestContext,
  from: number,
  filters: Filter[],
  stop: AbortSignal,
): AsyncGenerator<StreamMessage> {
  const watch = relayWatchOf(ctx.app)
  let place = from
  for (;;) {
    const last = await watch.next(ctx.tenantId, place, stop)
    if (last === undefined) return
    const { rows, nextCursor } = await readAfter(ctx, place, filters)
    for (const row of rows) {
      yield { id: row.sequence, event: row.type, data: presentEvent(row) }
      place = row.sequence
    }
    if (nextCursor !== null || last <= place) continue
    // What was left out need not be looked through again, by nobody who comes back either.
    place = last
    yield { id: place }
  }
}

function readAfter(ctx: RequestContext, place: number, filters: Filter[]) {
  const request: ListRequest = {
    limit: PAGE,
    sort: { field: 'sequence', direction: 'asc' },
    after: undefined,
    filters: [...filters, { field: 'sequence', op: 'gt', value: place }],
    expand: [],
    fields: undefined,
    search: undefined,
  }
  return readTenantOnce(ctx, (tx) => repo.listEvents(tx, request, repo.sightOf(ctx.visibility)))
}
