import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { AppContext } from '#src/context.ts'
import type { TenantScope } from '#src/db/scope.ts'
import { readTenantOnce } from '#src/db/tenant.ts'
import { type Lexicon, lexiconWith, type OwnSkill } from '#src/modules/skills/lexicon.ts'
import { cacheKey } from '#src/platform/cache/cache-key.ts'
import { allSkills } from './tenant-skills.repo.ts'

export interface OwnSkills {
  /** Of what it says: equal versions mean equal additions. Empty where there are none. */
  version: string
  skills: readonly OwnSkill[]
}

type Scope = TenantScope & { readonly app: AppContext }

/** Only as long as this may a process without a shared cache be behind another's change. */
const TTL_MS = 60_000

const keyOf = ({ tenantId }: Scope) => cacheKey(tenantId, 'own_skills')

/** What the tenant added to the lexicon: a read of the cache, for most tenants of an empty list. */
export const ownSkillsOf = (ctx: Scope): Promise<OwnSkills> =>
  ctx.app.cache.getOrLoad(keyOf(ctx), TTL_MS, () => readOwnSkills(ctx))

export const forgetOwnSkills = (ctx: Scope): Promise<void> => ctx.app.cache.delete(keyOf(ctx))

const lexicons = new LRUCache<string, Lexicon>({ max: 50 })

/** The built-in lexicon with what the tenant added; `version` as of `OwnSkills`. */
export async function lexiconOf(ctx: Scope): Promise<{ lexicon: Lexicon; version: string }> {
  const { version, skills } = await ownSkillsOf(ctx)
  const lexicon = lexicons.get(version) ?? lexiconWith(skills)
  lexicons.set(version, lexicon)
  return { lexicon, version }
}

async function readOwnSkills(ctx: Scope): Promise<OwnSkills> {
  const rows = await readTenantOnce(ctx, allSkills)
  const skills = rows.map(({ key, name, kind, category, forms, implies }) => ({
    key,
    name,
    kind,
    category,
    forms,
    implies,
  }))
  return { version: skills.length === 0 ? '' : hashOf(skills), skills }
}

const hashOf = (skills: readonly OwnSkill[]) =>
  createHash('sha256').update(JSON.stringify(skills)).digest('hex').slice(0, 32)
