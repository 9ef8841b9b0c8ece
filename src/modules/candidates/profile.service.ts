import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { lockCandidate } from './candidates.repo.ts'
import { experienceTenths, rowsOf } from './edit-sections.ts'
import type { SectionContents } from './profile.entries.ts'
import { presentItem, presentProfile } from './profile.present.ts'
import * as repo from './profile.repo.ts'
import { readProfiles } from './read-profiles.ts'
import { saveCandidate } from './save-candidate.ts'
import { found, visibleCandidate } from './visible-candidate.ts'

export const readProfile = (ctx: RequestContext, id: string) =>
  readTenant(ctx, async (tx) => {
    const { version } = await visibleCandidate(ctx, tx, id)
    const profiles = await readProfiles(tx, [id])
    return { ...presentProfile(profiles(id)), version }
  })

/** Replaces a section of a profile, in the order given. */
export function replaceSection<Name extends repo.SectionName>(
  ctx: RequestContext,
  id: string,
  { name, entries, ifMatch }: { name: Name; entries: SectionContents[Name][]; ifMatch: number | undefined },
) {
  return withTenant(ctx, async (tx) => {
    const candidate = found(await lockCandidate(tx, id))
    assertVersion(ifMatch, candidate.version)
    const section = repo.sections[name]
    const before = await section.list(tx, [id])
    const rows = rowsOf<Name>(id, entries, { origin: 'person', before })
    const answer = (version: number) => ({ data: rows.map(presentItem[name]), version })
    if (rows.length === before.length && rows.every((row, i) => row.id === before[i]?.id))
      return answer(candidate.version)
    if (before.length > 0) section.clear(tx, id)
    section.insert(tx, rows)
    const derived = name === 'experiences' && {
      experienceTenths: experienceTenths(rows as repo.ExperienceRow[], tx.now),
    }
    const saved = saveCandidate(tx, ctx, candidate, {
      derived: { ...derived, editedSections: repo.markEdited(name) },
      elsewhere: [name],
    })
    return answer(saved.version)
  })
}
