import type { EventDefinition } from '#src/platform/events/events.ts'

const nounOf = (type: string) => type.slice(0, type.indexOf('.'))

/** What an endpoint may have in its `events` to get events of this type. */
export const patternsOf = (type: string): string[] => [type, `${nounOf(type)}.*`, '*']

/** Every pattern there is: `*`, each noun and each type. */
export function allPatterns(definitions: readonly EventDefinition[]): string[] {
  return [...new Set(definitions.flatMap(({ type }) => patternsOf(type)))].sort()
}
