import type { z } from 'zod'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { Lexicon } from '#src/modules/skills/lexicon.ts'
import { lexiconOf } from '#src/modules/tenant-skills/index.ts'
import { jobErrors } from './jobs.errors.ts'
import { presentSkill } from './jobs.present.ts'
import * as repo from './jobs.repo.ts'
import type { skillsBody } from './jobs.schemas.ts'
import { saveJob, visibleJob } from './jobs.service.ts'

type SkillInput = z.output<typeof skillsBody>['skills'][number]

export function listJobSkills(ctx: RequestContext, id: string) {
  return readTenant(ctx, async (tx) => {
    const { version } = visibleJob(ctx, await repo.findJob(tx, id))
    return { data: (await repo.listSkills(tx, [id])).map(presentSkill), version }
  })
}

/** Replaces the skills a job asks for, in the order given. @throws AppError 422 when two names mean one skill */
export async function replaceJobSkills(
  ctx: RequestContext,
  id: string,
  skills: SkillInput[],
  ifMatch: number | undefined,
) {
  const { lexicon } = await lexiconOf(ctx)
  const rows = skills.map((skill, position) => toRow(lexicon, id, skill, position))
  assertDistinct(rows)
  return withTenant(ctx, async (tx) => {
    const job = visibleJob(ctx, await repo.lockJob(tx, id))
    assertVersion(ifMatch, job.version)
    const before = await repo.listSkills(tx, [id])
    const kept = rows.map((row) => ({
      ...row,
      id: before.find((old) => old.skillKey === row.skillKey)?.id ?? row.id,
    }))
    repo.replaceSkills(tx, id, kept)
    const skills = { from: before.map(presentSkill), to: kept.map(presentSkill) }
    const { version } = saveJob(tx, ctx, job, { skills })
    return { data: kept.map(presentSkill), version }
  })
}

function toRow(lexicon: Lexicon, jobId: string, input: SkillInput, position: number): repo.JobSkillRow {
  const known = lexicon.normalizeSkill(input.skill)
  return {
    id: newId(),
    jobId,
    skillKey: known.key,
    name: input.skill,
    category: input.category ?? known.category,
    required: input.required,
    weight: Math.round(input.weight * 10_000),
    position,
  }
}

function assertDistinct(rows: repo.JobSkillRow[]): void {
  const seen = new Map<string, string>()
  rows.forEach((row, i) => {
    const first = seen.get(row.skillKey)
    if (first !== undefined) {
      throw new AppError(jobErrors.duplicate_skill, {
        errors: [{ pointer: `/skills/${i}/skill`, code: 'duplicate', message: `the same skill as ${first}` }],
      })
    }
    seen.set(row.skillKey, row.name)
  })
}
