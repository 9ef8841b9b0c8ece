import { isDeepStrictEqual } from 'node:util'
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
import { isBuiltinKey } from '#src/modules/skills/lexicon.ts'
import { emit } from '#src/platform/events/events.ts'
import { forgetOwnSkills } from './lexicon-of.ts'
import { skillErrors } from './tenant-skills.errors.ts'
import { skillCreated, skillDeleted, skillUpdated } from './tenant-skills.events.ts'
import { settled } from './tenant-skills.names.ts'
import * as repo from './tenant-skills.repo.ts'
import { SKILL_LIMITS, type skillBody, type skillPatch, type skillSchema } from './tenant-skills.schemas.ts'

type Skill = z.input<typeof skillSchema>

export const listSkills = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listSkills(tx, request), present))

export const readSkill = (ctx: RequestContext, id: string): Promise<Skill> =>
  readTenantOnce(ctx, async (tx) => present(found(await repo.findSkill(tx, id))))

export function createSkill(ctx: RequestContext, input: z.output<typeof skillBody>): Promise<Skill> {
  const { name, aliases = [], implies = [], kind = 'technical', category = 'other' } = input
  const content = settled({ name, aliases, implies: [...new Set(implies)], kind, category })
  return changingLexicon(ctx, async (tx) => {
    const row = {
      ...content,
      id: newId(),
      createdBy: tx.actorId,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    await assertFits(tx, row)
    repo.insertSkill(tx, row)
    emit(tx, ctx, skillCreated, row.id, payloadOf(row))
    return present(row)
  })
}

export function updateSkill(
  ctx: RequestContext,
  id: string,
  patch: z.output<typeof skillPatch>,
  ifMatch: number | undefined,
): Promise<Skill> {
  return changingLexicon(ctx, async (tx) => {
    const before = found(await repo.findSkill(tx, id))
    assertVersion(ifMatch, before.version)
    const { key } = before
    const { name = before.name, kind = before.kind, category = before.category } = patch
    const { aliases = before.aliases, implies = before.implies } = patch
    const content = settled({ key, name, aliases, implies: [...new Set(implies)], kind, category })
    const changed = EDITABLE.filter((field) => !isDeepStrictEqual(content[field], before[field]))
    if (changed.length === 0) return present(before)
    const row = { ...before, ...content, version: before.version + 1, updatedAt: tx.now }
    await assertFits(tx, row)
    repo.updateSkill(tx, id, row)
    emit(tx, ctx, skillUpdated, id, { ...payloadOf(row), changed })
    return present(row)
  })
}

const EDITABLE = ['name', 'aliases', 'implies', 'kind', 'category'] as const

/** What resumes and jobs were read with it stays as it was read. */
export function deleteSkill(ctx: RequestContext, id: string, ifMatch: number | undefined): Promise<void> {
  return changingLexicon(ctx, async (tx) => {
    const row = found(await repo.findSkill(tx, id))
    assertVersion(ifMatch, row.version)
    const version = row.version + 1
    repo.updateSkill(tx, id, { deletedAt: tx.now, updatedAt: tx.now, version })
    emit(tx, ctx, skillDeleted, id, payloadOf({ ...row, version }))
  })
}

/** Whoever has the answer finds the change in all that is read from then on. */
async function changingLexicon<T>(ctx: RequestContext, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  const result = await withTenant(ctx, async (tx) => {
    await repo.lockLexicon(tx)
    return work(tx)
  })
  await forgetOwnSkills(ctx)
  return result
}

async function assertFits(tx: TenantTx, row: repo.SkillRow): Promise<void> {
  const { count, takenBy, known } = await repo.askOthers(tx, row)
  if (takenBy) throw new AppError(skillErrors.duplicate, { members: { existing_id: takenBy } })
  if (count >= SKILL_LIMITS.skills)
    throw new AppError(skillErrors.too_many, { members: { limit: SKILL_LIMITS.skills } })
  const errors = row.implies.flatMap((key, i) =>
    key !== row.key && (known.includes(key) || isBuiltinKey(key))
      ? []
      : [{ pointer: `/implies/${i}`, code: 'unknown', message: 'is the key of no other skill' }],
  )
  if (errors.length > 0) throw new AppError(skillErrors.unknown_implied, { errors })
}

const payloadOf = ({ kind, version }: repo.SkillRow) => ({ kind, version })

const present = (row: repo.SkillRow): Skill => ({
  id: row.id,
  key: row.key,
  name: row.name,
  aliases: row.aliases,
  implies: row.implies,
  kind: row.kind,
  category: row.category,
  builtin: isBuiltinKey(row.key),
  created_by: row.createdBy,
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})

function found(row: repo.SkillRow | undefined): repo.SkillRow {
  if (!row) throw new AppError(skillErrors.not_found)
  return row
}
