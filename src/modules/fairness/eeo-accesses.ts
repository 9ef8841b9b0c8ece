import { readTenantOnce } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import * as repo from './eeo-accesses.repo.ts'

/** Who is behind a request, or behind a task, which has no address. */
type Accessor = Pick<RequestContext, 'actor' | 'requestId'> & { ip?: string | null }

/** Writes down, with the transaction it is part of, who did what with answers about sex, race and the like. */
export function noteAccess(
  tx: TenantTx,
  { actor, ip = null, requestId }: Accessor,
  kind: repo.EeoAccessRow['kind'],
  subjectId: string | null,
): void {
  repo.insertAccess(tx, { id: newId(), kind, subjectId, actor, ip, requestId, occurredAt: tx.now })
}

export const listAccesses = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listAccesses(tx, request), present))

const present = (row: repo.EeoAccessRow) => ({
  id: row.id,
  kind: row.kind,
  subject_id: row.subjectId,
  actor: row.actor,
  ip: row.ip,
  request_id: row.requestId,
  occurred_at: isoTime(row.occurredAt),
})
