import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import { findPrimaryParse } from '#src/modules/resumes/index.ts'
import { candidateProfile } from '#src/modules/scoring/candidate-profile.ts'
import { findInstructions } from '#src/modules/scoring/instructions/find-instructions.ts'
import { lexiconOf } from '#src/modules/tenant-skills/index.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { removeProfile, type StoredProfile, saveProfile } from './profiles.repo.ts'

/**
 * Makes a candidate's profile from the primary resume. Undefined where there is nothing to score: without a resume
 * that was read, what was known before is forgotten; and whoever stored the profile of a newer one scores that.
 */
export async function storeProfile(
  ctx: TaskContext,
  candidateId: string,
): Promise<StoredProfile | undefined> {
  const parse = await readTenantOnce(ctx, (tx) => findPrimaryParse(tx, candidateId))
  if (!parse) {
    await withTenant(ctx, async (tx) => removeProfile(tx, candidateId))
    return undefined
  }
  const { resumeId, parsedData, provenance, text, state, updatedAt } = parse
  const month = updatedAt.toISOString().slice(0, 7)
  const { lexicon, version } = await lexiconOf(ctx)
  const profile = candidateProfile(parsedData, provenance, text, month, lexicon)
  const flags = [
    ...(state === 'needs_review' ? ['needs_review'] : []),
    ...(findInstructions(text).length > 0 ? ['instructions_in_resume'] : []),
  ]
  return withTenant(ctx, (tx) => saveProfile(tx, { candidateId, resumeId, profile, lexicon: version, flags }))
}
