import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { ActingContext, RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { foldName } from '#src/lib/fold-name.ts'
import {
  type CandidateRow,
  candidateErrors,
  listTagsOf,
  lockCandidate,
  touchCandidate,
  visibleCandidate,
} from '#src/modules/candidates/index.ts'
import { tagErrors } from './tags.errors.ts'
import { presentCandidateTags } from './tags.present.ts'
import * as repo from './tags.repo.ts'
import { tagName } from './tags.schemas.ts'
import { newTag } from './tags.service.ts'

const MOST_TAGS = 50

export const readCandidateTags = (ctx: RequestContext, candidateId: string) =>
  readTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    return presentCandidateTags(await listTagsOf(tx, [candidateId]))
  })

/** Gives a candidate a tag, which is made where there is none of the name. */
export function tagCandidate(ctx: ActingContext, candidateId: string, text: string) {
  const name = nameOf(text)
  return withTenant(ctx, async (tx) => {
    // The tag before the candidate, as whatever settles a tag locks them.
    const tag = await existingOrNew(tx, name)
    const candidate = await lockedCandidate(tx, candidateId)
    const held = await listTagsOf(tx, [candidateId])
    if (held.some(({ id }) => id === tag.id)) return presentCandidateTags(held)
    if (held.length >= MOST_TAGS) throw new AppError(tagErrors.too_many, { members: { limit: MOST_TAGS } })
    repo.insertCandidateTag(tx, candidateId, tag)
    touchCandidate(tx, ctx, candidate, ['tags'])
    return presentCandidateTags([...held, tag].sort((a, b) => (a.key < b.key ? -1 : 1)))
  })
}

async function existingOrNew(tx: TenantTx, name: string): Promise<repo.TagRow> {
  const known = await repo.shareTagByKey(tx, foldName(name))
  if (known) return known
  const made = newTag(tx, name)
  if (await repo.insertTag(tx, made)) return made
  const others = await repo.shareTagByKey(tx, made.key)
  // Made and renamed, merged or deleted by others, all in between.
  if (!others) throw new AppError(tagErrors.duplicate)
  return others
}

/** Takes a tag from a candidate; one that it does not have is gone already. */
export async function untagCandidate(ctx: RequestContext, candidateId: string, text: string): Promise<void> {
  const key = foldName(nameOf(text))
  await withTenant(ctx, async (tx) => {
    const candidate = await lockedCandidate(tx, candidateId)
    if (await repo.removeCandidateTag(tx, candidateId, key)) touchCandidate(tx, ctx, candidate, ['tags'])
  })
}

/** @throws AppError 422 */
function nameOf(text: string): string {
  const { data, error } = tagName.safeParse(text)
  if (data !== undefined) return data
  const errors = error?.issues.map(({ code, message }) => ({ pointer: '/tag', code, message })) ?? []
  throw new AppError(tagErrors.invalid_name, { errors })
}

async function lockedCandidate(tx: TenantTx, id: string): Promise<CandidateRow> {
  const candidate = await lockCandidate(tx, id)
  if (!candidate) throw new AppError(candidateErrors.not_found)
  return candidate
}
