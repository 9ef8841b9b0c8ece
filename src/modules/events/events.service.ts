import { readTenantOnce } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { presentEvent } from '#src/platform/events/event-message.ts'
import * as repo from './events.repo.ts'

export const listEvents = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) =>
    pageOf(await repo.listEvents(tx, request, repo.sightOf(ctx.visibility)), presentEvent),
  )
