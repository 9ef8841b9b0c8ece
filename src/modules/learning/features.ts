import type { ScoredComponent } from '#src/modules/scoring/score.ts'
import type { Features } from './ranker/samples.ts'

/** The component scores of a stored match. What the job asks nothing of is absent. */
export const featuresOf = (components: readonly ScoredComponent[]): Features =>
  Object.fromEntries(components.filter(({ neutral }) => !neutral).map(({ name, score }) => [name, score]))
