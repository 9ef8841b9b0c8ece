import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import {
  type ExternalId,
  listExternalIds,
  replaceExternalIds,
  setExternalIds,
} from '#src/modules/external-ids/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { clientErrors } from './clients.errors.ts'
import { clientCreated, clientUpdated } from './clients.events.ts'
import * as repo from './clients.repo.ts'
import type { clientBody, clientPatch, clientSchema } from './clients.schemas.ts'

type Client = z.input<typeof clientSchema>

export function listClients(ctx: RequestContext, request: ListRequest) {
  return (request.expand.length > 0 ? readTenant : readTenantOnce)(ctx, async (tx) => {
    const page = await repo.listClients(tx, request)
    const ids = page.rows.map(({ id }) => id)
    const externalIds = await externalIdsOf(tx, ids, request.expand)
    return pageOf(page, (row) => present(row, externalIds && (externalIds.get(row.id) ?? [])))
  })
}

export const readClient = (ctx: RequestContext, id: string, expand: string[]): Promise<Client> =>
  (expand.length > 0 ? readTenant : readTenantOnce)(ctx, async (tx) => {
    const row = found(await repo.findClient(tx, id))
    const externalIds = await externalIdsOf(tx, [id], expand)
    return present(row, externalIds && (externalIds.get(id) ?? []))
  })

export function createClient(
  ctx: RequestContext,
  { external_ids: externalIds = [], name, domain = null, industry = null }: z.output<typeof clientBody>,
): Promise<Client> {
  return withTenant(ctx, async (tx) => {
    const row: repo.ClientRow = {
      id: newId(),
      name,
      domain,
      industry,
      archived: false,
      createdBy: ctx.principal.userId,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    await setExternalIds(tx, 'client', row.id, externalIds)
    repo.insertClient(tx, row)
    emit(tx, ctx, clientCreated, row.id, row)
    return present(row)
  })
}

const EDITABLE = ['name', 'domain', 'industry', 'archived'] as const

/** Absent fields stay, null ones are cleared. */
export function updateClient(
  ctx: RequestContext,
  id: string,
  { external_ids: externalIds, ...patch }: z.output<typeof clientPatch>,
  ifMatch: number | undefined,
): Promise<Client> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockClient(tx, id))
    assertVersion(ifMatch, before.version)
    const { name = before.name, domain = before.domain } = patch
    const { industry = before.industry, archived = before.archived } = patch
    const after = { ...before, name, domain, industry, archived }
    const renamed = externalIds && (await replaceExternalIds(tx, 'client', id, externalIds))
    const changed: string[] = EDITABLE.filter((field) => before[field] !== after[field])
    if (renamed) changed.push('external_ids')
    if (changed.length === 0) return present(before)
    const saved = { ...after, version: before.version + 1, updatedAt: tx.now }
    repo.updateClient(tx, saved)
    emit(tx, ctx, clientUpdated, id, { ...saved, changed })
    return present(saved)
  })
}

/** By client; undefined where nobody asked for them. */
async function externalIdsOf(
  tx: TenantTx,
  ids: string[],
  expand: string[],
): Promise<Map<string, ExternalId[]> | undefined> {
  if (!expand.includes('external_ids')) return undefined
  return Map.groupBy(await listExternalIds(tx, 'client', ids), ({ entityId }) => entityId)
}

const present = (row: repo.ClientRow, externalIds?: ExternalId[]): Client => ({
  id: row.id,
  name: row.name,
  domain: row.domain,
  industry: row.industry,
  archived: row.archived,
  created_by: row.createdBy,
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
  ...(externalIds && { external_ids: externalIds.map(({ system, value }) => ({ system, value })) }),
})

function found(row: repo.ClientRow | undefined): repo.ClientRow {
  if (!row) throw new AppError(clientErrors.not_found)
  return row
}
