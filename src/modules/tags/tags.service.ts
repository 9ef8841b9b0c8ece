import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { foldName } from '#src/lib/fold-name.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { tagErrors } from './tags.errors.ts'
import { presentTag, type Tag } from './tags.present.ts'
import * as repo from './tags.repo.ts'
import { settleTag } from './tags.tasks.ts'

export function listTags(ctx: RequestContext, request: ListRequest) {
  return readTenant(ctx, async (tx) => {
    const prefix = request.search === undefined ? undefined : rangeOf(foldName(request.search))
    const page = await repo.listTags(tx, request, { ...(prefix && { prefix }) })
    const ids = page.rows.map((row) => row.id)
    const counts = await counted(ctx, tx, ids)
    return pageOf(page, (row) => presentTag(row, counts.get(row.id)))
  })
}

/** The keys that begin with `prefix`, in the order of bytes. */
const rangeOf = (prefix: string) => ({ from: prefix, below: `${prefix}\u{10ffff}` })

async function counted(ctx: RequestContext, tx: TenantTx, ids: string[]): Promise<Map<string, number>> {
  const person = ctx.reach === 'own' ? ctx.principal.userId : undefined
  const counts = await repo.countCandidates(tx, ids, person)
  return new Map(counts.map(({ id, candidates }) => [id, candidates]))
}

export function createTag(ctx: RequestContext, name: string): Promise<Tag> {
  return withTenant(ctx, async (tx) => {
    const row = newTag(tx, name)
    if (!(await repo.insertTag(tx, row))) {
      const existing = await repo.shareTagByKey(tx, row.key)
      throw new AppError(tagErrors.duplicate, { members: { existing_id: existing?.id ?? null } })
    }
    return presentTag(row, 0)
  })
}

export const newTag = (tx: TenantTx, name: string): repo.TagRow => ({
  id: newId(),
  name,
  key: foldName(name),
  version: 1,
  createdAt: tx.now,
  updatedAt: tx.now,
})

/** Gives a tag another name. Where a tag has that name the two become one: from now on for readers, soon in the rows. */
export function renameTag(
  ctx: RequestContext,
  id: string,
  name: string,
  ifMatch: number | undefined,
): Promise<Tag> {
  return withTenant(ctx, async (tx) => {
    const tag = await lockedTag(tx, id, ifMatch)
    const key = foldName(name)
    const other = key === tag.key ? undefined : await repo.lockTagByKey(tx, key)
    const kept = other ?? renamed(tx, tag, name)
    if (kept !== tag) {
      await repo.changeTag(tx, id, { name: kept.name, key, ...(other && { mergedInto: other.id }) })
      enqueue(tx, ctx, settleTag, { tag_id: id })
    }
    const counts = await counted(ctx, tx, [kept.id])
    return { ...presentTag(kept, counts.get(kept.id)), ...(other && { merged_from: id }) }
  })
}

const renamed = (tx: TenantTx, tag: repo.TagRow, name: string): repo.TagRow =>
  name === tag.name ? tag : { ...tag, name, key: foldName(name), version: tag.version + 1, updatedAt: tx.now }

export async function deleteTag(ctx: RequestContext, id: string, ifMatch: number | undefined): Promise<void> {
  await withTenant(ctx, async (tx) => {
    await lockedTag(tx, id, ifMatch)
    await repo.changeTag(tx, id, { deletedAt: tx.now })
    enqueue(tx, ctx, settleTag, { tag_id: id })
  })
}

async function lockedTag(tx: TenantTx, id: string, ifMatch: number | undefined): Promise<repo.TagRow> {
  await repo.lockTags(tx)
  const tag = await repo.lockTag(tx, id)
  if (!tag) throw new AppError(tagErrors.not_found)
  assertVersion(ifMatch, tag.version)
  return tag
}
