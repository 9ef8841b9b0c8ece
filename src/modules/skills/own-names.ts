import type { Skill } from './catalog.ts'
import { foldName } from './fold.ts'

/** A skill that a tenant added, or names it added to a built-in one. */
export interface OwnSkill extends Skill {
  /** Every way to write it that the tenant added, in any case. */
  forms: readonly string[]
  /** Keys of the skills that whoever holds this one holds too. */
  implies: readonly string[]
}

/** Names by their folded form. A trie of the tens of thousands a tenant may have would fill a process. */
export interface OwnNames {
  skills: ReadonlyMap<string, Skill>
  /** By its first unit, how long a name can be; longest first. */
  lengths: ReadonlyMap<string, readonly number[]>
}

export function ownNames(own: readonly OwnSkill[]): OwnNames {
  const skills = new Map<string, Skill>()
  const lengths = new Map<string, Set<number>>()
  for (const { key, name, kind, category, forms } of own) {
    const skill = { key, name, kind, category }
    for (const folded of forms.map(foldName)) {
      if (folded === '') continue
      const first = folded.charAt(0)
      skills.set(folded, skill)
      lengths.set(first, (lengths.get(first) ?? new Set()).add(folded.length))
    }
  }
  const longestFirst = [...lengths].map(([first, of]) => [first, [...of].sort((a, b) => b - a)] as const)
  return { skills, lengths: new Map(longestFirst) }
}
