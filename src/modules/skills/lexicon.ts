import { allSkills, type Skill } from './catalog.ts'
import { foldName, slug } from './fold.ts'
import { createMatcher } from './matcher.ts'

export type { Skill } from './catalog.ts'
export { relatedTo, skillRelation } from './relations.ts'

/** Part of every stored score's inputs: change it with any change of the data. */
export const SKILL_LEXICON_VERSION = '1'

export interface FoundSkill extends Skill {
  /** UTF-16 offsets into the given text, end exclusive. */
  start: number
  end: number
}

/** UTF-16 units; what lies beyond is not read. */
const MAX_TEXT = 400_000
const MAX_NAME = 120

const match = createMatcher(allSkills())
const byKey = new Map<string, Skill>()
const byName = new Map<string, Skill>()
for (const entry of allSkills()) {
  const { key, name, kind, category } = entry
  const skill = { key, name, kind, category }
  byKey.set(key, skill)
  for (const form of [name, ...entry.aliases, ...entry.exact, ...entry.context]) {
    const folded = foldName(form)
    if (!byName.has(folded)) byName.set(folded, skill)
  }
}

/** Every mention of a known skill, in reading order, never overlapping. */
export function findSkills(text: string): FoundSkill[] {
  return match(text.slice(0, MAX_TEXT)).map(({ skill, start, end }) => ({
    key: skill.key,
    name: skill.name,
    kind: skill.kind,
    category: skill.category,
    start,
    end,
  }))
}

/** The known skill somebody meant by a name standing alone ('golang', 'Python 3.11', 'Excel (advanced)'). */
export function normalizeSkill(name: string): Skill {
  const given = name.slice(0, MAX_NAME).trim()
  for (const form of [given, withoutBrackets(given), withoutVersion(withoutBrackets(given))]) {
    const known = byName.get(foldName(form))
    if (known !== undefined) return known
  }
  const key = slug(given) || 'unnamed'
  return byKey.get(key) ?? { key, name: given, kind: 'technical', category: 'other' }
}

function withoutBrackets(name: string): string {
  const open = name.search(/[([]/)
  return open > 0 ? name.slice(0, open).trim() : name
}

function withoutVersion(name: string): string {
  const words = name.split(/\s+/)
  while (words.length > 1 && /^v?[\d.,/+x]{1,12}$/i.test(words.at(-1) ?? '')) words.pop()
  return words.join(' ')
}
