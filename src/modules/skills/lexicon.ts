import { allSkills, type Skill } from './catalog.ts'
import { foldName, slug } from './fold.ts'
import { createMatcher } from './matcher.ts'
import { type OwnNames, type OwnSkill, ownNames } from './own-names.ts'
import { impliedBy } from './relations.ts'

export type { Skill } from './catalog.ts'
export type { OwnSkill } from './own-names.ts'
export { relatedTo, skillRelation } from './relations.ts'

/** Part of every stored score's inputs: change it with any change of the data. */
export const SKILL_LEXICON_VERSION = '2'

export interface FoundSkill extends Skill {
  /** UTF-16 offsets into the given text, end exclusive. */
  start: number
  end: number
  /** Written as only the tenant does: elsewhere it is known by its name. */
  isOwn: boolean
}

/** What names mean: to everybody, or to one tenant that has skills of its own. */
export interface Lexicon {
  /** Every mention of a known skill, in reading order, never overlapping. */
  findSkills(text: string): FoundSkill[]
  /** The known skill somebody meant by a name standing alone ('golang', 'Python 3.11', 'Excel (advanced)'). */
  normalizeSkill(name: string): Skill
  /** What holding a skill of the tenant answers too, and how far; of built-in ones `relatedTo` tells. */
  impliedByOwn(key: string): ReadonlyMap<string, number>
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

/** The built-in skill of exactly this name or alias, or of the key it would be given. */
export const builtinSkill = (name: string): Skill | undefined =>
  byName.get(foldName(name)) ?? byKey.get(slug(name))

export const isBuiltinKey = (key: string): boolean => byKey.has(key)

export const findSkills = (text: string): FoundSkill[] => find(text)
export const normalizeSkill = (name: string): Skill => normalize(name)

const NOTHING: ReadonlyMap<string, number> = new Map()

export const builtinLexicon: Lexicon = { findSkills, normalizeSkill, impliedByOwn: () => NOTHING }

/** The built-in lexicon along with what a tenant added to it. */
export function lexiconWith(own: readonly OwnSkill[]): Lexicon {
  if (own.length === 0) return builtinLexicon
  const names = ownNames(own)
  const keys = new Map(own.map(({ key, name, kind, category }) => [key, { key, name, kind, category }]))
  const implied = new Map(
    own.flatMap(({ key, implies }) => (implies.length > 0 ? [[key, implies] as const] : [])),
  )
  return {
    findSkills: (text) => find(text, names),
    normalizeSkill: (name) => normalize(name, names.skills, keys),
    impliedByOwn: (key) => (implied.has(key) ? impliedBy(key, implied) : NOTHING),
  }
}

function find(text: string, own?: OwnNames): FoundSkill[] {
  return match(text.slice(0, MAX_TEXT), own).map(({ skill, isOwn, start, end }) => ({
    key: skill.key,
    name: skill.name,
    kind: skill.kind,
    category: skill.category,
    start,
    end,
    isOwn,
  }))
}

function normalize(
  name: string,
  ownByName?: ReadonlyMap<string, Skill>,
  ownByKey?: ReadonlyMap<string, Skill>,
): Skill {
  const given = name.slice(0, MAX_NAME).trim()
  for (const form of [given, withoutBrackets(given), withoutVersion(withoutBrackets(given))]) {
    const folded = foldName(form)
    const known = ownByName?.get(folded) ?? byName.get(folded)
    if (known !== undefined) return known
  }
  const key = slug(given) || 'unnamed'
  return ownByKey?.get(key) ?? byKey.get(key) ?? { key, name: given, kind: 'technical', category: 'other' }
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
