import { withTenant } from '#src/db/tenant.ts'
import { startOperation } from '#src/modules/operations/index.ts'
import { ownSkillsOf } from '#src/modules/tenant-skills/index.ts'
import { objectKey } from '#src/platform/storage/object-key.ts'
import { StorageNotFound, StorageUnavailable } from '#src/platform/storage/storage-error.ts'
import type { TaskContext, TaskOutcome } from '#src/platform/tasks/tasks.ts'
import { readByModel } from './model/read-by-model.ts'
import { LIMITS } from './parser/limits.ts'
import { parserOf } from './parser-pool.ts'
import { isFinished, lockParse, type OwedParse, updateParse } from './resume-parses.repo.ts'
import { type Outcome, settleParse } from './settle-parse.ts'

/** An object store that is away comes back: that is waited for, and no fault of the file. */
const PATIENCE_MS = 24 * 60 * 60_000
const LOOK_AGAIN_MS = 30_000

/**
 * Reads the file of a parse and settles what becomes of it. May be run again at any point: what is settled stays, and
 * what is not is read anew. Rejects for what trying again may mend.
 */
export async function parseResume(ctx: TaskContext, parseId: string): Promise<TaskOutcome> {
  const owed = await begin(ctx, parseId)
  if (!owed) return
  try {
    await settleParse(ctx, parseId, await read(ctx, owed))
  } catch (error) {
    const now = ctx.clock.now()
    const waited = now.getTime() - (owed.startedAt ?? now).getTime()
    if (!(error instanceof StorageUnavailable) || waited > PATIENCE_MS) throw error
    return { retryAt: new Date(now.getTime() + LOOK_AGAIN_MS) }
  }
}

/** Undefined when there is nothing left to do. */
const begin = (ctx: TaskContext, parseId: string): Promise<OwedParse | undefined> =>
  withTenant(ctx, async (tx) => {
    const parse = await lockParse(tx, parseId)
    if (!parse || isFinished(parse)) return undefined
    updateParse(tx, parseId, { state: 'processing', startedAt: parse.startedAt ?? tx.now })
    if (parse.operationId) startOperation(tx, parse.operationId)
    return parse
  })

async function read(ctx: TaskContext, { resumeId, candidateId, filename }: OwedParse): Promise<Outcome> {
  const { app, clock, signal, tenantId } = ctx
  try {
    const bytes = await app.storage.read(objectKey(tenantId, 'resumes', resumeId), LIMITS.fileBytes)
    const { skills } = await ownSkillsOf(ctx)
    const result = await parserOf(app).parse(
      { bytes, filename },
      { asOf: clock.now(), ownSkills: skills, signal },
    )
    return await readByModel(ctx, { resumeId, candidateId }, result)
  } catch (error) {
    if (error instanceof StorageNotFound) return 'file.missing'
    throw error
  }
}
