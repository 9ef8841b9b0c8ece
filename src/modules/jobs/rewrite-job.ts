import type { TenantTx } from '#src/db/tx.ts'
import type { Lexicon } from '#src/modules/skills/lexicon.ts'
import type { EmitContext } from '#src/platform/events/events.ts'
import { changeSkills, type SkillInput, skillRows } from './job-skills.ts'
import { applyPatch, changesBetween } from './jobs.edit.ts'
import type { JobRow } from './jobs.repo.ts'
import { saveJob } from './jobs.service.ts'

interface Rewritten {
  title: string
  description: string
  skills: SkillInput[]
  lexicon: Lexicon
}

/** Has a locked job say something else, as one change. @throws AppError 422 when two names mean one skill */
export async function rewriteJob(
  tx: TenantTx,
  ctx: EmitContext,
  before: JobRow,
  { skills, lexicon, ...text }: Rewritten,
): Promise<JobRow> {
  const rows = skillRows(lexicon, before.id, skills)
  const after = applyPatch(before, text)
  const { from, to } = await changeSkills(tx, before.id, rows)
  const changes = { ...changesBetween(before, after), skills: { from, to } }
  return saveJob(tx, ctx, after, changes)
}
