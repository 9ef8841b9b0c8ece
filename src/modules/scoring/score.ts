import { SKILL_LEXICON_VERSION } from '#src/modules/skills/lexicon.ts'
import { apportion, divideRounded } from './apportion.ts'
import type { ComponentResult, FactorKind, Part } from './components/component.ts'
import { scoreEducation } from './components/education.ts'
import { scoreExperience } from './components/experience.ts'
import { scoreLexical } from './components/lexical.ts'
import { scoreLocation } from './components/location.ts'
import { scoreSemantic } from './components/semantic.ts'
import { scoreSkills } from './components/skills.ts'
import { scoreTitle } from './components/title.ts'
import { scoreValues } from './components/values.ts'
import { OCCUPATION_LEXICON_VERSION } from './occupations/catalog.ts'
import type { CandidateProfile, JobProfile, Span } from './profiles.ts'
import {
  COMPONENTS,
  type ComponentName,
  DEFAULT_WEIGHTS,
  effectiveWeights,
  WEIGHT_SUM,
  type Weights,
} from './weights.ts'

/** Changes with anything that can change a score: same inputs and version, same score. */
export const SCORING_VERSION = `3-${SKILL_LEXICON_VERSION}-${OCCUPATION_LEXICON_VERSION}`

export interface Factor {
  component: ComponentName
  requirement_id: string
  requirement: string
  kind: FactorKind
  /** Hundredths of the score; those of all factors add up to it. */
  points: number
  candidate_value: string | null
  pointer: string | null
  span: Span | null
}

export interface ScoredComponent {
  name: ComponentName
  /** Hundredths, 0..10000. */
  score: number
  /** Basis points; those of all components add up to 10000. */
  weight: number
  /** The job asks nothing here: no weight, no score. */
  neutral: boolean
  /** How much of its weight it is worth for the job, in hundredths; absent where that is all of it. */
  worth?: number
}

export interface Score {
  /** Hundredths, 0..10000: the sum of component score x weight / 10000, halves up. */
  score: number
  components: ScoredComponent[]
  factors: Factor[]
  version: string
}

/** In hundredths. */
const ALL = 100

const SCORERS: Record<
  ComponentName,
  (job: JobProfile, candidate: CandidateProfile) => ComponentResult | null
> = {
  skills: scoreSkills,
  experience: scoreExperience,
  title: scoreTitle,
  location: scoreLocation,
  education: scoreEducation,
  lexical: scoreLexical,
  semantic: scoreSemantic,
  values: scoreValues,
}

/** How well a candidate answers a job, with the arithmetic and the evidence. */
export function scoreMatch(
  job: JobProfile,
  candidate: CandidateProfile,
  weights: Weights = DEFAULT_WEIGHTS,
): Score {
  const results = COMPONENTS.map((name) => ({ name, result: SCORERS[name](job, candidate) }))
  const worth = new Map(results.flatMap(({ name, result }) => (result ? [[name, result.worth ?? ALL]] : [])))
  const effective = effectiveWeights(weights, worth)
  const products = results.map(({ name, result }) => (result?.score ?? 0) * effective[name])
  const score = divideRounded(
    products.reduce((sum, product) => sum + product, 0),
    WEIGHT_SUM,
  )
  const points = apportion(score, products)
  return {
    score,
    components: results.map(({ name, result }) => ({
      name,
      score: result?.score ?? 0,
      weight: effective[name],
      neutral: result === null,
      ...(result?.worth !== undefined && result.worth < ALL && { worth: result.worth }),
    })),
    factors: results.flatMap(({ name, result }, index) =>
      factorsOf(name, result?.parts ?? [], points[index] ?? 0),
    ),
    version: SCORING_VERSION,
  }
}

function factorsOf(component: ComponentName, parts: readonly Part[], points: number): Factor[] {
  const pointsOfParts = apportion(
    points,
    parts.map((part) => part.share),
  )
  return parts.map(({ share: _, ...part }, index) => ({
    component,
    ...part,
    points: pointsOfParts[index] ?? 0,
  }))
}
