import type { AppContext } from '#src/context.ts'
import type { Actor } from '#src/db/schema/events.ts'
import type { TenantScope } from '#src/db/scope.ts'
import type { Principal, Reach } from './principal.ts'

/** What a service knows of a request: the infrastructure, who asks, and the scope its transactions run in. */
export interface RequestContext extends TenantScope {
  readonly app: AppContext
  readonly principal: Principal
  readonly actor: Actor
  /** How far the route's rule reaches for this principal. */
  readonly reach: Reach
}

/** What a service of a route without a principal knows. */
export interface PublicContext {
  readonly app: AppContext
  readonly requestId: string
  readonly ip: string
}
