import { apportion } from './apportion.ts'

export const COMPONENTS = [
  'skills',
  'experience',
  'title',
  'location',
  'education',
  'semantic',
  'values',
] as const
export type ComponentName = (typeof COMPONENTS)[number]

/** Basis points; those of a tenant need not add up, those of a score always do. */
export type Weights = Readonly<Record<ComponentName, number>>

export const WEIGHT_SUM = 10_000

export const DEFAULT_WEIGHTS: Weights = {
  skills: 4000,
  experience: 1200,
  title: 2000,
  location: 600,
  education: 700,
  semantic: 1500,
  values: 0,
}

/**
 * The weights of one score: a component the job asks nothing of gives its weight to the others in proportion.
 * Weights that leave nothing to score by (all on neutral components) fall back on the default ones.
 */
export function effectiveWeights(weights: Weights, active: ReadonlySet<ComponentName>): Weights {
  const ofActive = (from: Weights) => COMPONENTS.map((name) => (active.has(name) ? from[name] : 0))
  const wanted = ofActive(weights)
  const parts = apportion(
    WEIGHT_SUM,
    wanted.some((weight) => weight > 0) ? wanted : ofActive(DEFAULT_WEIGHTS),
  )
  return Object.fromEntries(COMPONENTS.map((name, index) => [name, parts[index] ?? 0])) as Weights
}
