import { relatedTo } from '#src/modules/skills/lexicon.ts'
import { divideRounded } from '../apportion.ts'
import type { CandidateProfile, Citation, HeldSkill, JobProfile, JobSkill } from '../profiles.ts'
import type { ComponentResult, FactorKind, Part } from './component.ts'

interface Held extends Citation {
  key: string
  name: string
}

/** How well the best held skill answers a wanted one, in hundredths. */
interface Answer {
  strength: number
  held: Held | null
}

const SAME = 100
/** From here on a skill is implied by what is held ('React' has JavaScript in it), below it is only near. */
const IMPLIED = 75

/** What the component is worth, in hundredths: a description that is only read tells less than a list of skills. */
const ALL = 100
const MENTIONED = 15

/** The mean of how well each wanted skill is answered, by the skills' weights. */
export function scoreSkills(job: JobProfile, candidate: CandidateProfile): ComponentResult | null {
  const held = heldSkills(candidate)
  const implying = candidate.skills.filter((skill) => skill.implies)
  let total = 0
  const parts: Part[] = []
  for (const wanted of [...job.skills].sort(byImportance)) {
    // Thousandths, so that sums do not depend on their order.
    const weight = Math.round(wanted.weight * 1000)
    total += weight
    parts.push(partOf(wanted, weight, bestAnswer(wanted.key, held, implying)))
  }
  if (total === 0) return null
  const worth = job.skills.some(({ source }) => source === 'listed') ? ALL : MENTIONED
  const answered = parts.reduce((sum, part) => sum + part.share, 0)
  return { score: divideRounded(answered * 100, total), worth, parts }
}

function heldSkills(candidate: CandidateProfile): Map<string, Held> {
  const held = new Map<string, Held>()
  for (const skill of candidate.skills) keepFirst(held, skill)
  for (const language of candidate.languages) keepFirst(held, language)
  return held
}

/** Of two mentions the one that sorts first is cited, whatever order they come in. */
function keepFirst(held: Map<string, Held>, skill: Held): void {
  const known = held.get(skill.key)
  if (known === undefined || byPosition(skill, known) < 0) held.set(skill.key, skill)
}

function byPosition(a: Held, b: Held): number {
  return (
    compare(a.pointer, b.pointer) || (a.span?.start ?? 0) - (b.span?.start ?? 0) || compare(a.name, b.name)
  )
}

function byImportance(a: JobSkill, b: JobSkill): number {
  if (a.required !== b.required) return a.required ? -1 : 1
  return b.weight - a.weight || compare(a.key, b.key) || compare(a.requirement_id, b.requirement_id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function bestAnswer(wanted: string, held: ReadonlyMap<string, Held>, implying: readonly HeldSkill[]): Answer {
  const same = held.get(wanted)
  if (same !== undefined) return { strength: SAME, held: same }
  let best: Answer = { strength: 0, held: null }
  const consider = (candidate: Held, relation: number) => {
    const strength = Math.round(relation * 100)
    const isBetter =
      strength > best.strength || (strength === best.strength && candidate.key < (best.held?.key ?? ''))
    if (isBetter) best = { strength, held: candidate }
  }
  for (const [key, relation] of relatedTo(wanted)) {
    const candidate = held.get(key)
    if (candidate !== undefined) consider(candidate, relation)
  }
  for (const candidate of implying)
    for (const { key, relation } of candidate.implies ?? []) if (key === wanted) consider(candidate, relation)
  return best
}

function partOf(wanted: JobSkill, weight: number, { strength, held }: Answer): Part {
  return {
    requirement_id: wanted.requirement_id,
    requirement: wanted.name,
    kind: kindOf(strength),
    candidate_value: held?.name ?? null,
    pointer: held?.pointer ?? null,
    span: held?.span ?? null,
    share: weight * strength,
  }
}

function kindOf(strength: number): FactorKind {
  if (strength === SAME) return 'met'
  if (strength >= IMPLIED) return 'partial'
  return strength > 0 ? 'near_miss' : 'missing'
}
