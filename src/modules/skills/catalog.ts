import business from './data/business.json' with { type: 'json' }
import care from './data/care-and-public.json' with { type: 'json' }
import cloud from './data/cloud-and-security.json' with { type: 'json' }
import data from './data/data.json' with { type: 'json' }
import design from './data/design-and-office.json' with { type: 'json' }
import industry from './data/industry.json' with { type: 'json' }
import languages from './data/languages.json' with { type: 'json' }
import soft from './data/soft.json' with { type: 'json' }
import software from './data/software.json' with { type: 'json' }

/** Of the data files: what is read of a resume depends on them. A test tells when they changed without it. */
export const LEXICON_VERSION = 2

export type SkillKind = 'technical' | 'soft' | 'language'

export interface Skill {
  /** Kebab, stable: stored scores refer to it. */
  key: string
  name: string
  kind: SkillKind
  category: string
}

export interface CatalogSkill extends Skill {
  /** Written in any case. */
  aliases: readonly string[]
  /** Common words in another case, so only as written here ('Excel'); may hold the name itself. */
  exact: readonly string[]
  /** Common words as written too ('Go'): only among other skills. May hold the name itself. */
  context: readonly string[]
}

interface DataSkill {
  key: string
  name: string
  aliases?: string[]
  exact?: string[]
  context?: string[]
}

type DataFile = Record<string, DataSkill[]>

const FILES: ReadonlyArray<{ kind: SkillKind; file: DataFile }> = [
  { kind: 'technical', file: software },
  { kind: 'technical', file: cloud },
  { kind: 'technical', file: data },
  { kind: 'technical', file: design },
  { kind: 'technical', file: business },
  { kind: 'technical', file: care },
  { kind: 'technical', file: industry },
  { kind: 'soft', file: soft },
  { kind: 'language', file: languages },
]

const catalog: readonly CatalogSkill[] = FILES.flatMap(({ kind, file }) =>
  Object.entries(file).flatMap(([category, skills]) =>
    skills.map((skill) => complete(skill, kind, category)),
  ),
)

export function allSkills(): readonly CatalogSkill[] {
  return catalog
}

function complete(skill: DataSkill, kind: SkillKind, category: string): CatalogSkill {
  const { key, name, aliases = [], exact = [], context = [] } = skill
  return { key, name, kind, category, aliases, exact, context }
}
