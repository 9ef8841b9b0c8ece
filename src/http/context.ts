import type { AppContext } from '#src/context.ts'
import type { Database } from '#src/db/database.ts'
import type { Actor } from '#src/db/schema/events.ts'
import type { Effect, TenantScope } from '#src/db/scope.ts'
import type { Clock } from '#src/lib/clock.ts'
import type { Principal, Reach } from './principal.ts'

/** What a service knows of whoever acts: by a request, or by work that goes on in their name after it. */
export interface ActingContext extends TenantScope {
  readonly app: AppContext
  readonly principal: Principal
  readonly actor: Actor
  /** How far the rule of what they do reaches for this principal. */
  readonly reach: Reach
  /** The operation over many things that this is one of. */
  readonly bulkId?: string
}

/** What a service knows of a request: the infrastructure, who asks, and the scope its transactions run in. */
export interface RequestContext extends ActingContext {
  readonly ip: string
  readonly auth: AuthPort
}

/** What services that issue or end tokens may ask of the kernel. */
export interface AuthPort {
  /** A signed access token for a session. */
  sign(claims: { userId: string; tenantId: string; sessionId: string }): string
  /** Makes this process ask again, at their next use, about a session or key, or all those of a person or a tenant. */
  forget(id: string): void
}

/** What a service of a route without a principal knows. */
export interface PublicContext {
  readonly app: AppContext
  readonly requestId: string
  readonly ip: string
  readonly db: Database
  readonly clock: Clock
  readonly effect?: Effect | undefined
  readonly auth: AuthPort
}
