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

export interface SectionCorrection {
  said: ProfileContents | undefined
  says: ProfileContents
  /** Whether what is not said any more is forgotten. */
  empties: boolean
}

/** Brings the sections that still hold what a resume was found to say to what it says now; answers which. */
export async function correctSections(
  tx: TenantTx,
  candidateId: string,
  { said, says, empties }: SectionCorrection,
): Promise<{ corrected: SectionName[]; experiences: ExperienceRow[] }> {
  const differing = SECTION_NAMES.filter(
    (name) =>
      (empties || says[name].length > 0) && canonicalJson(says[name]) !== canonicalJson(said?.[name] ?? []),
  )
  const settled = differing.length > 0 ? await listSettledSections(tx, candidateId) : []
  const corrected: SectionName[] = []
  let experiences: ExperienceRow[] = []
  const correct = async <Name extends SectionName>(name: Name) => {
    const before = await sections[name].list(tx, [candidateId])
    const isTheirs = before.length === 0 ? settled.includes(name) : !isSaid(before, said?.[name])
    if (isTheirs) return
    const rows = rowsOf<Name>(candidateId, says[name], { origin: 'resume', before })
    if (before.length > 0) sections[name].clear(tx, candidateId)
    sections[name].insert(tx, rows)
    corrected.push(name)
    if (name === 'experiences') experiences = rows as ExperienceRow[]
  }
  for (const name of differing) await correct(name)
  return { corrected, experiences }
}

const isSaid = (rows: readonly SectionKey[], said: readonly object[] = []): boolean =>
  rows.length === said.length && rows.every((row, i) => wordsOf(row) === canonicalJson(said[i]))

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
