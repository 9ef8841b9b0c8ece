import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { Question } from '#src/db/schema/screening.ts'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { emit } from '#src/platform/events/events.ts'
import * as repo from './questions.repo.ts'
import type { QuestionInput, templateBody, templatePatch, templateSchema } from './questions.schemas.ts'
import { templateErrors } from './screening.errors.ts'
import { templateCreated, templateDeleted, templateUpdated } from './screening.events.ts'

type Template = z.input<typeof templateSchema>

export function createTemplate(ctx: RequestContext, input: z.output<typeof templateBody>): Promise<Template> {
  return withTenant(ctx, async (tx) => {
    const row: repo.TemplateRow = {
      id: newId(),
      name: input.name,
      questions: withIds(input.questions),
      createdBy: tx.actorId,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    repo.insertTemplate(tx, row)
    emit(tx, ctx, templateCreated, row.id, { version: row.version })
    return present(row)
  })
}

/** Each copy of a question has an id of its own. */
export const withIds = (questions: readonly (QuestionInput | Question)[]): Question[] =>
  questions.map((question) => ({ ...question, id: newId() }))

export const listTemplates = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listTemplates(tx, request), present))

export const readTemplate = (ctx: RequestContext, id: string): Promise<Template> =>
  readTenantOnce(ctx, async (tx) => present(found(await repo.findTemplate(tx, id))))

export function updateTemplate(
  ctx: RequestContext,
  id: string,
  patch: z.output<typeof templatePatch>,
  ifMatch: number | undefined,
): Promise<Template> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockTemplate(tx, id))
    assertVersion(ifMatch, before.version)
    const name = patch.name ?? before.name
    const isSame = !patch.questions || isDeepStrictEqual(patch.questions, before.questions.map(withoutId))
    const questions = isSame ? before.questions : withIds(patch.questions ?? [])
    const changed = [...(name === before.name ? [] : ['name']), ...(isSame ? [] : ['questions'])]
    if (changed.length === 0) return present(before)
    const changes = { name, questions, version: before.version + 1, updatedAt: tx.now }
    repo.updateTemplate(tx, id, changes)
    emit(tx, ctx, templateUpdated, id, { version: changes.version, changed })
    return present({ ...before, ...changes })
  })
}

const withoutId = ({ id: _, ...rest }: Question) => rest

export async function deleteTemplate(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const before = found(await repo.lockTemplate(tx, id))
    assertVersion(ifMatch, before.version)
    const version = before.version + 1
    repo.updateTemplate(tx, id, { deletedAt: tx.now, updatedAt: tx.now, version })
    emit(tx, ctx, templateDeleted, id, { version })
  })
}

function found(row: repo.TemplateRow | undefined): repo.TemplateRow {
  if (!row) throw new AppError(templateErrors.not_found)
  return row
}

const present = (row: repo.TemplateRow): Template => ({
  id: row.id,
  name: row.name,
  questions: row.questions,
  created_by: row.createdBy,
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})
