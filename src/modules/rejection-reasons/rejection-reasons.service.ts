import type { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { emit } from '#src/platform/events/events.ts'
import { rejectionReasonErrors } from './rejection-reasons.errors.ts'
import {
  rejectionReasonCreated,
  rejectionReasonDeleted,
  rejectionReasonUpdated,
} from './rejection-reasons.events.ts'
import * as repo from './rejection-reasons.repo.ts'
import type { reasonBody, reasonPatch, reasonSchema } from './rejection-reasons.schemas.ts'

type Reason = z.input<typeof reasonSchema>

/** A tenant begins with some reasons; whoever looks before there were any makes them. */
export async function listReasons(ctx: RequestContext, request: ListRequest) {
  const list = async (tx: TenantTx) => pageOf(await repo.listReasons(tx, request), present)
  const page = await readTenantOnce(ctx, list)
  if (page.data.length > 0) return page
  return withTenant(ctx, async (tx) => {
    await ensureDefaults(tx)
    return list(tx)
  })
}

const DEFAULTS: readonly Pick<repo.ReasonRow, 'name' | 'type'>[] = [
  { name: 'Lacks required skills', type: 'rejected_by_company' },
  { name: 'Lacks required experience', type: 'rejected_by_company' },
  { name: 'Another candidate was chosen', type: 'rejected_by_company' },
  { name: 'Pay expectations too high', type: 'rejected_by_company' },
  { name: 'The position was closed', type: 'rejected_by_company' },
  { name: 'Accepted another offer', type: 'candidate_withdrew' },
  { name: 'Pay was too low', type: 'candidate_withdrew' },
  { name: 'Stopped responding', type: 'candidate_withdrew' },
  { name: 'Personal reasons', type: 'candidate_withdrew' },
  { name: 'Other', type: 'other' },
]

/** Deleted reasons stay as rows, so that a tenant which wants none of the defaults does not get them again. */
async function ensureDefaults(tx: TenantTx): Promise<void> {
  if (await repo.hadReasons(tx)) return
  await repo.insertReasons(
    tx,
    DEFAULTS.map((reason) => newReason(tx, reason)),
  )
}

const newReason = (tx: TenantTx, reason: Pick<repo.ReasonRow, 'name' | 'type'>): repo.ReasonRow => ({
  ...reason,
  id: newId(),
  version: 1,
  createdAt: tx.now,
  updatedAt: tx.now,
})

export const readReason = (ctx: RequestContext, id: string): Promise<Reason> =>
  readTenantOnce(ctx, async (tx) => present(found(await repo.findReason(tx, id))))

export function createReason(ctx: RequestContext, input: z.output<typeof reasonBody>): Promise<Reason> {
  return withTenant(ctx, async (tx) => {
    await ensureDefaults(tx)
    const row = newReason(tx, input)
    if ((await repo.insertReasons(tx, [row])) === 0) throw new AppError(rejectionReasonErrors.duplicate)
    emit(tx, ctx, rejectionReasonCreated, row.id, payloadOf(row))
    return present(row)
  })
}

export function updateReason(
  ctx: RequestContext,
  id: string,
  patch: z.output<typeof reasonPatch>,
  ifMatch: number | undefined,
): Promise<Reason> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockReason(tx, id))
    assertVersion(ifMatch, before.version)
    const { name = before.name, type = before.type } = patch
    const changed = [...(name === before.name ? [] : ['name']), ...(type === before.type ? [] : ['type'])]
    if (changed.length === 0) return present(before)
    const saved = { ...before, name, type, version: before.version + 1, updatedAt: tx.now }
    repo.updateReason(tx, id, saved)
    emit(tx, ctx, rejectionReasonUpdated, id, { ...payloadOf(saved), changed })
    return present(saved)
  })
}

/** Nobody can choose it any more; the applications that were rejected with it keep it. */
export async function deleteReason(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const row = found(await repo.lockReason(tx, id))
    assertVersion(ifMatch, row.version)
    const version = row.version + 1
    repo.updateReason(tx, id, { deletedAt: tx.now, updatedAt: tx.now, version })
    emit(tx, ctx, rejectionReasonDeleted, id, payloadOf({ ...row, version }))
  })
}

const payloadOf = ({ type, version }: repo.ReasonRow) => ({ reason_type: type, version })

const present = (row: repo.ReasonRow): Reason => ({
  id: row.id,
  name: row.name,
  type: row.type,
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})

function found(row: repo.ReasonRow | undefined): repo.ReasonRow {
  if (!row) throw new AppError(rejectionReasonErrors.not_found)
  return row
}
