import type { z } from 'zod'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
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

export type SkillInput = z.output<typeof skillsBody>['skills'][number]

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
  const rows = skillRows(lexicon, id, skills)
  return withTenant(ctx, async (tx) => {
    const job = visibleJob(ctx, await repo.lockJob(tx, id))
    assertVersion(ifMatch, job.version)
    const skills = await changeSkills(tx, id, rows)
    const { version } = saveJob(tx, ctx, job, { skills })
    return { data: skills.to, version }
  })
}

/** @throws AppError 422 when two names mean one skill */
export function skillRows(lexicon: Lexicon, jobId: string, skills: SkillInput[]): repo.JobSkillRow[] {
  const rows = skills.map((skill, position) => toRow(lexicon, jobId, skill, position))
  assertDistinct(rows)
  return rows
}

/** Of a locked job. Skills that stay keep their ids. */
export async function changeSkills(tx: TenantTx, jobId: string, rows: repo.JobSkillRow[]) {
  const before = await repo.listSkills(tx, [jobId])
  const kept = rows.map((row) => ({
    ...row,
    id: before.find((old) => old.skillKey === row.skillKey)?.id ?? row.id,
  }))
  repo.replaceSkills(tx, jobId, kept)
  return { from: before.map(presentSkill), to: kept.map(presentSkill) }
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
