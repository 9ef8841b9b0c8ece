const nounOf = (type: string) => type.slice(0, type.indexOf('.'))

/** What an endpoint may have in its `events` to get events of this type. */
const patternsOf = (type: string): string[] => [type, `${nounOf(type)}.*`, '*']

export const matches = (patterns: readonly string[], type: string): boolean =>
  patternsOf(type).some((pattern) => patterns.includes(pattern))

/** Every pattern there is: `*`, each noun and each type. */
export const allPatterns = (types: readonly string[]): string[] =>
  [...new Set(types.flatMap(patternsOf))].sort()
