import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { ActingContext, RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { applicationErrors } from '#src/modules/applications/index.ts'
import { endEarly } from './conversation.ts'
import { screeningErrors } from './screening.errors.ts'
import { presentMessage, presentScreening } from './sessions.present.ts'
import * as repo from './sessions.repo.ts'
import type { screeningSchema, transcriptSchema } from './sessions.schemas.ts'
import { readMessages } from './transcript.repo.ts'

type Screening = z.input<typeof screeningSchema>

export const listScreenings = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) =>
    pageOf(await repo.listSessions(tx, request, named(ctx)), presentScreening),
  )

export function listScreeningsOf(ctx: RequestContext, applicationId: string, request: ListRequest) {
  return readTenant(ctx, async (tx) => {
    if (!(await repo.findApplication(tx, applicationId, personOf(ctx) ?? null)))
      throw new AppError(applicationErrors.not_found)
    const filters = [...request.filters, { field: 'application_id', op: 'eq', value: applicationId } as const]
    return pageOf(await repo.listSessions(tx, { ...request, filters }, named(ctx)), presentScreening)
  })
}

export const readScreening = (ctx: RequestContext, id: string): Promise<Screening> =>
  readTenantOnce(ctx, async (tx) => presentScreening(found(await repo.findSession(tx, id, personOf(ctx)))))

export const readTranscript = (ctx: RequestContext, id: string): Promise<z.input<typeof transcriptSchema>> =>
  readTenant(ctx, async (tx) => {
    const { state } = found(await repo.findSession(tx, id, personOf(ctx)))
    const rows = await readMessages(tx, id)
    const messages = rows.map((row) => ({ ...presentMessage(row), lineage_id: row.lineageId }))
    return { screening_id: id, state, messages }
  })

/** The link opens nothing any more. The application stays as it is. @throws AppError 409 */
export const cancelScreening = (
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<Screening> =>
  withTenant(ctx, async (tx) => {
    const session = found(await repo.lockSession(tx, id, personOf(ctx)))
    assertVersion(ifMatch, session.version)
    return presentScreening(endEarly({ tx, ctx }, session, 'cancel', 'cancelled_by_company'))
  })

/** The person to whose jobs a request is narrowed; undefined when it sees all. */
export const personOf = ({ reach, principal }: Pick<ActingContext, 'reach' | 'principal'>) =>
  reach === 'own' ? principal.userId : undefined

const named = (ctx: RequestContext): Record<string, Record<string, unknown>> =>
  ctx.reach === 'own' ? { named: { person: ctx.principal.userId } } : {}

function found(row: repo.SessionRow | undefined): repo.SessionRow {
  if (!row) throw new AppError(screeningErrors.not_found)
  return row
}
