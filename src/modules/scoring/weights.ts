import { apportion } from './apportion.ts'

export const COMPONENTS = [
  'skills',
  'experience',
  'title',
  'location',
  'education',
  'lexical',
  'semantic',
  'values',
] as const
export type ComponentName = (typeof COMPONENTS)[number]

/** Basis points; those of a tenant need not add up, those of a score always do. */
export type Weights = Readonly<Record<ComponentName, number>>

export const WEIGHT_SUM = 10_000

export const DEFAULT_WEIGHTS: Weights = {
  skills: 3000,
  experience: 1000,
  title: 1000,
  location: 500,
  education: 700,
  lexical: 800,
  semantic: 3000,
  values: 0,
}

/**
 * The weights of one score: a component the job asks nothing of, and so is worth nothing, gives its weight to the others
 * in proportion; one that is worth less than all of its weight (in hundredths) gives the rest.
 * Weights that leave nothing to score by (all on neutral components) fall back on the default ones.
 */
export function effectiveWeights(weights: Weights, worth: ReadonlyMap<ComponentName, number>): Weights {
  const ofActive = (from: Weights) => COMPONENTS.map((name) => from[name] * (worth.get(name) ?? 0))
  const wanted = ofActive(weights)
  const parts = apportion(
    WEIGHT_SUM,
    wanted.some((weight) => weight > 0) ? wanted : ofActive(DEFAULT_WEIGHTS),
  )
  return Object.fromEntries(COMPONENTS.map((name, index) => [name, parts[index] ?? 0])) as Weights
}
