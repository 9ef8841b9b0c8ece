import type { Reach, Rule } from '#src/http/principal.ts'

/** One's own, whatever one's role. */
const roles = {
  admin: 'all',
  recruiter: 'all',
  hiring_manager: 'all',
  interviewer: 'all',
  viewer: 'all',
  client: 'all',
} as const satisfies Record<string, Reach>

export const readNotifications: Rule = { scope: 'notifications:read', roles }
export const writeNotifications: Rule = { scope: 'notifications:write', roles }
