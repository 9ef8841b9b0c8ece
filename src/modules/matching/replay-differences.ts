import { isDeepStrictEqual } from 'node:util'

/** What is said of a match, as the API shows it. */
interface Told {
  score: number
  components: readonly { name: string }[]
  factors: readonly { component: string; requirement_id: string }[]
}

export interface Difference {
  path: string
  stored: unknown
  recomputed: unknown
}

/** What two scores of one pair say differently; null where one of them does not say it. */
export function differencesBetween(stored: Told, recomputed: Told): Difference[] {
  const [before, after] = [flattened(stored), flattened(recomputed)]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [then, now] = [before.get(path) ?? null, after.get(path) ?? null]
    return isDeepStrictEqual(then, now) ? [] : [{ path, stored: then, recomputed: now }]
  })
}

/** By path. Components go by their names and factors by what they are about: either may have become more. */
function flattened({ score, components, factors }: Told): Map<string, unknown> {
  const entries = (at: string, members: object) =>
    Object.entries(members).map(([name, value]): [string, unknown] => [`${at}/${name}`, value])
  return new Map([
    ['/score', score],
    ...components.flatMap(({ name, ...numbers }) => entries(`/components/${name}`, numbers)),
    ...factors.flatMap(({ component, requirement_id, ...rest }) =>
      entries(`/factors/${component}/${requirement_id}`, rest),
    ),
  ])
}
