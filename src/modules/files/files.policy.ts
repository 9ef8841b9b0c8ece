import type { Rule } from '#src/http/principal.ts'

export const writeAttachments: Rule = {
  scope: 'candidates:write',
  roles: { admin: 'all', recruiter: 'all' },
}

/** Who was given links to whose files is for those who answer for the tenant. */
export const readFileAccesses: Rule = { scope: 'audit:read', roles: { admin: 'all' } }
