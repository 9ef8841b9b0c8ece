import type { AppContext } from '#src/context.ts'
import { wholeTenant } from '#src/db/scope.ts'
import { readTenantOnce } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { EXPIRES_AFTER_DAYS } from '#src/platform/storage/lifecycle.ts'
import { partsOf, type StorageArea } from '#src/platform/storage/object-key.ts'
import type { StoredObject } from '#src/platform/storage/storage.ts'
import { eachTenant } from './chores.repo.ts'

/** For each area whose files belong to rows: which of some ids have one. */
export type FileOwners = Readonly<
  Partial<Record<StorageArea, (tx: TenantTx, ids: string[]) => Promise<string[]>>>
>

type Sweeping = Pick<AppContext, 'db' | 'clock' | 'storage'>

const DAY_MS = 24 * 60 * 60_000
const BATCH = 500

/**
 * Deletes the files that no row knows: what a process left that died between the file and its row, and what is past
 * its days. A file of the last day is let be, because its row may be on its way. What `signal` cuts short goes on at the
 * next turn. Resolves to how many went.
 */
export async function sweepOrphans(
  context: Sweeping,
  owners: FileOwners,
  signal?: AbortSignal,
): Promise<number> {
  let swept = 0
  for await (const tenantId of eachTenant(context)) {
    swept += await sweepTenant(context, owners, tenantId, signal)
    if (signal?.aborted) break
  }
  return swept
}

async function sweepTenant(
  context: Sweeping,
  owners: FileOwners,
  tenantId: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const now = context.clock.now().getTime()
  let swept = 0
  let batch: StoredObject[] = []
  const flush = async () => {
    swept += await sweepBatch(context, owners, tenantId, batch)
    batch = []
  }
  for await (const object of context.storage.list(tenantId)) {
    if (now - object.modifiedAt.getTime() < DAY_MS) continue
    batch.push(object)
    if (batch.length === BATCH) await flush()
    if (signal?.aborted) return swept
  }
  await flush()
  return swept
}

async function sweepBatch(
  context: Sweeping,
  owners: FileOwners,
  tenantId: string,
  batch: StoredObject[],
): Promise<number> {
  let swept = 0
  for (const [area, objects] of Map.groupBy(batch, ({ key }) => partsOf(key).area)) {
    const kept = await keptOf(context, owners[area], tenantId, objects)
    for (const object of objects) {
      if (kept.has(object.key) || !isOver(context, area, object)) continue
      await context.storage.delete(object.key)
      swept += 1
    }
  }
  return swept
}

async function keptOf(
  { db, clock }: Sweeping,
  owner: FileOwners[StorageArea],
  tenantId: string,
  objects: StoredObject[],
): Promise<Set<string>> {
  if (!owner) return new Set()
  const scope = wholeTenant({ db, clock, tenantId, requestId: newId() })
  const ids = objects.map(({ key }) => partsOf(key).id)
  const existing = new Set(await readTenantOnce(scope, (tx) => owner(tx, ids)))
  return new Set(objects.filter(({ key }) => existing.has(partsOf(key).id)).map(({ key }) => key))
}

/** An orphan goes after a day; an area whose files never have a row keeps them for its days. */
function isOver({ clock }: Sweeping, area: StorageArea, { modifiedAt }: StoredObject): boolean {
  const days = EXPIRES_AFTER_DAYS[area] ?? 1
  return clock.now().getTime() - modifiedAt.getTime() >= days * DAY_MS
}
