import type { Rule } from '#src/http/principal.ts'

/** What people say about themselves goes in and comes out only counted: nobody has a rule to read a row. */
export const writeSelfIdentifications: Rule = { scope: 'eeo:write', roles: { admin: 'all' } }
export const countSelfIdentifications: Rule = { scope: 'eeo:aggregate', roles: { admin: 'all' } }
/** What a way to score is tested by says nothing of anybody. */
export const testFairness: Rule = { scope: 'tenant:write', roles: { admin: 'all' } }
