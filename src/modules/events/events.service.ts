import { readTenantOnce } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { presentEvent } from '#src/platform/events/event-message.ts'
import type { EventType } from './event-types.ts'
import { eventTypeErrors } from './events.errors.ts'
import * as repo from './events.repo.ts'

export const listEvents = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) =>
    pageOf(await repo.listEvents(tx, request, repo.sightOf(ctx.visibility)), presentEvent),
  )

/** @throws AppError 404 */
export function readEventType(types: readonly EventType[], name: string): EventType {
  const found = types.find(({ type }) => type === name)
  if (!found) throw new AppError(eventTypeErrors.not_found)
  return found
}
