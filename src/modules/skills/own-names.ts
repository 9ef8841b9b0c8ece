import type { Skill } from './catalog.ts'

/** A skill that a tenant added, or names it added to a built-in one. */
export interface OwnSkill extends Skill {
  /** Every way to write it that the tenant added, folded: for tens of thousands that takes half a second. */
  forms: readonly string[]
  /** Keys of the skills that whoever holds this one holds too. */
  implies: readonly string[]
}

/** Skills by their forms. A trie of the tens of thousands a tenant may have would fill a process. */
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
    for (const form of forms) {
      const first = form.charAt(0)
      skills.set(form, skill)
      lengths.set(first, (lengths.get(first) ?? new Set()).add(form.length))
    }
  }
  const longestFirst = [...lengths].map(([first, of]) => [first, [...of].sort((a, b) => b - a)] as const)
  return { skills, lengths: new Map(longestFirst) }
}
