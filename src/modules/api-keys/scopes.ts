import { type Principal, type Rule, reachOf } from '#src/http/principal.ts'

const rules = new Map<string, Rule>()

/** Tells this module which rules there are; called once with those of all routes. */
export function knowRules(all: Iterable<Rule>): void {
  for (const rule of all) rules.set(rule.scope, rule)
}

/** Every scope there is. */
export const knownScopes = (): string[] => [...rules.keys()].sort()

/** The scopes a principal may use. */
export const permissionsOf = (principal: Principal): string[] =>
  knownScopes().filter((scope) => {
    const rule = rules.get(scope)
    return rule !== undefined && reachOf(principal, rule) !== undefined
  })
