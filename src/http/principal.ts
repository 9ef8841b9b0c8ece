import type { Actor } from '#src/db/schema/events.ts'
import type { Role } from '#src/db/schema/identity.ts'
import type { Visibility } from '#src/db/tx.ts'

/** Who a request acts for, as its token proves. */
export interface Principal {
  kind: 'user' | 'api_key'
  /** The user, or the key. */
  id: string
  /** The person the permissions come from: the user, or the key's creator. */
  userId: string
  tenantId: string
  tenantStatus: 'active' | 'suspended' | 'cancelled'
  role: Role
  visibility: Visibility
  /** The tenant's setting, which `visibility` follows for all but admins. */
  candidateVisibility: Visibility
  /** What a key may do at most; null for a person, whom the role alone limits. */
  scopes: readonly string[] | null
  sessionId: string | null
}

/** How far a permission reaches: over the tenant's rows, or over those the person is named on. */
export type Reach = 'all' | 'own'

/** One permission of one noun. Policy files hold these, one constant a line. */
export interface Rule {
  /** What an API key must carry, `<noun>:<verb>`. */
  scope: string
  roles: Partial<Record<Role, Reach>>
}

/** How far `principal` may use `rule`; undefined when not at all. */
export function reachOf(principal: Principal, rule: Rule): Reach | undefined {
  if (principal.scopes && !covers(principal.scopes, rule.scope)) return undefined
  return rule.roles[principal.role]
}

/** Whether the scopes of a key cover one: by name, by `<noun>:*`, or by `*`. */
export function covers(scopes: readonly string[], scope: string): boolean {
  return (
    scopes.includes(scope) ||
    scopes.includes(`${scope.slice(0, scope.indexOf(':'))}:*`) ||
    scopes.includes('*')
  )
}

/** What a context knows of whoever acts. */
export const actingAs = (principal: Principal) => ({
  tenantId: principal.tenantId,
  actorId: principal.userId,
  visibility: principal.visibility,
  principal,
  actor: { type: principal.kind, id: principal.id } satisfies Actor,
})
