import type { ScoredComponent } from '#src/modules/scoring/score.ts'
import type { Ranked } from './ranker/samples.ts'

type Features = Required<Pick<Ranked, 'features' | 'worth'>>

/** What a stored match can be ranked by. What the job asks nothing of is absent. */
export function featuresOf(components: readonly ScoredComponent[]): Features {
  const asked = components.filter(({ neutral }) => !neutral)
  return {
    features: Object.fromEntries(asked.map(({ name, score }) => [name, score])),
    worth: Object.fromEntries(
      asked.flatMap(({ name, worth }) => (worth === undefined ? [] : [[name, worth]])),
    ),
  }
}
