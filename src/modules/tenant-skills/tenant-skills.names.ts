import { AppError } from '#src/lib/errors.ts'
import { foldName, slug } from '#src/modules/skills/fold.ts'
import { builtinSkill, isBuiltinKey } from '#src/modules/skills/lexicon.ts'
import { skillErrors } from './tenant-skills.errors.ts'
import type { SkillRow } from './tenant-skills.repo.ts'

/** What a client says of a skill, with the key it has or, being new, is to have. */
export type Named = Pick<SkillRow, 'name' | 'aliases' | 'implies' | 'kind' | 'category'> & { key?: string }
export type Settled = Pick<SkillRow, 'key' | 'name' | 'aliases' | 'implies' | 'forms' | 'kind' | 'category'>

/**
 * Settles what is said of a skill. A name that the built-in lexicon knows stands for that skill: it stays what it is
 * and is given further aliases. An alias that the lexicon knows already is a collision.
 * @throws AppError
 */
export function settled(named: Named): Settled {
  assertReadable('/name', named.name)
  named.aliases.forEach((alias, i) => {
    assertReadable(`/aliases/${i}`, alias)
    assertNew(`/aliases/${i}`, alias)
  })
  const aliases = distinct(named.aliases)
  const builtin = builtinSkill(named.name)
  const key = named.key ?? builtin?.key ?? slug(named.name)
  // What a skill is stays: a built-in one under its names, one of the tenant under names of its own.
  if (isBuiltinKey(key) ? builtin?.key !== key : builtin)
    throw refused(skillErrors.builtin, '/name', 'names another skill')
  if (!builtin) return { ...named, key, aliases, forms: distinct([named.name, ...aliases]).map(foldName) }
  if (named.implies.length > 0) throw refused(skillErrors.builtin, '/implies', 'is fixed')
  const { name, kind, category } = builtin
  return { key, name, kind, category, implies: [], aliases, forms: aliases.map(foldName) }
}

/** The first of those that are written alike. */
const distinct = (names: readonly string[]): string[] =>
  [...Map.groupBy(names, foldName).values()].flatMap((group) => group.slice(0, 1))

function assertReadable(pointer: string, name: string): void {
  if (slug(name) === '') throw refused(skillErrors.invalid_name, pointer, 'has neither a letter nor a digit')
}

function assertNew(pointer: string, alias: string): void {
  const known = builtinSkill(alias)
  if (known) throw refused(skillErrors.duplicate, pointer, `is a name of the built-in skill ${known.key}`)
}

const refused = (kind: (typeof skillErrors)[keyof typeof skillErrors], pointer: string, message: string) =>
  new AppError(kind, { errors: [{ pointer, code: kind.code.replace('skill.', ''), message }] })
