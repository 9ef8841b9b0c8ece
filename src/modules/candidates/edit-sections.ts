import type { TenantTx } from '#src/db/tx.ts'
import { canonicalJson } from '#src/lib/canonical-json.ts'
import { newId } from '#src/lib/ids.ts'
import { yearsCovered } from '#src/lib/years-covered.ts'
import type { SectionContents } from './profile.entries.ts'
import {
  type ExperienceRow,
  listSettledSections,
  SECTION_NAMES,
  type SectionKey,
  type SectionName,
  type SectionRows,
  sections,
} from './profile.repo.ts'

export type ProfileContents = { [Name in SectionName]: SectionContents[Name][] }

/** The entries of a section as its rows. What was said before in the same words keeps its id and its origin. */
export function rowsOf<Name extends SectionName>(
  candidateId: string,
  entries: readonly SectionContents[Name][],
  { origin, before = [] }: { origin: SectionKey['origin']; before?: SectionRows[Name][] },
): SectionRows[Name][] {
  const known = Map.groupBy(before, wordsOf)
  return entries.map((entry, position) => {
    const old = known.get(canonicalJson(entry))?.shift()
    const key = { id: old?.id ?? newId(), candidateId, position, origin: old?.origin ?? origin }
    return { ...entry, ...key } as SectionRows[Name]
  })
}

const wordsOf = ({ id: _id, candidateId: _of, position: _at, origin: _by, ...entry }: SectionKey): string =>
  canonicalJson(entry)

/** Writes the entries of a resume into the sections that hold nothing and that no person has emptied; answers which. */
export async function fillSections(
  tx: TenantTx,
  candidateId: string,
  contents: ProfileContents,
  isNew = false,
): Promise<{ filled: SectionName[]; experiences: ExperienceRow[] }> {
  const offered = SECTION_NAMES.filter((name) => contents[name].length > 0)
  const settled = isNew || offered.length === 0 ? [] : await listSettledSections(tx, candidateId)
  const filled = offered.filter((name) => !settled.includes(name))
  const fill = <Name extends SectionName>(name: Name) => {
    const rows = rowsOf<Name>(candidateId, contents[name], { origin: 'resume' })
    sections[name].insert(tx, rows)
    return rows
  }
  const experiences = filled.includes('experiences') ? fill('experiences') : []
  for (const name of filled) if (name !== 'experiences') fill(name)
  return { filled, experiences }
}

/** In tenths, as it is stored and compared. */
export function experienceTenths(experiences: readonly ExperienceRow[], asOf: Date): number | null {
  const years = yearsCovered(
    experiences.map(({ startDate, endDate, isCurrent }) => ({
      start_date: startDate,
      end_date: endDate,
      current: isCurrent,
    })),
    asOf,
  )
  return years === null ? null : Math.round(years * 10)
}
