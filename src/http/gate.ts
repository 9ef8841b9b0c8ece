import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#src/lib/errors.ts'
import { rateLimitHeaders } from '#src/platform/rate-limit/rate-limit-headers.ts'
import type { RateDecision, RateLimiter, RatePolicy } from '#src/platform/rate-limit/rate-limiter.ts'
import { authErrors, requestErrors, tenantErrors } from './errors.ts'
import { type Principal, type Reach, reachOf } from './principal.ts'
import type { RateClass, Route } from './route.ts'

/** Proves who a request acts for. A known token is answered without waiting. @throws AppError 401 */
export type Authenticate = (authorization: string | undefined) => Principal | Promise<Principal>

export interface Passed {
  principal: Principal | undefined
  reach: Reach
}

export interface GateDeps {
  authenticate: Authenticate
  limiter: RateLimiter
  policies: Record<RateClass, RatePolicy>
}

/**
 * The stops before a handler, in this order: quota of the IP where the route has no principal, token, tenant,
 * quota of the principal, permission.
 */
export async function passGate(
  deps: GateDeps,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Passed> {
  const rateClass = route.rateClass ?? 'requests'
  if (route.access === 'public') {
    await takeQuota(deps, rateClass, `ip:${request.ip}`, reply)
    return { principal: undefined, reach: 'all' }
  }
  const principal = await authenticated(deps, request, reply)
  assertTenantUsable(principal, route)
  await takeQuota(deps, rateClass, `${principal.tenantId}:${principal.id}`, reply)
  const reach = route.access === 'member' ? 'all' : reachOf(principal, route.access)
  if (!reach) throw new AppError(authErrors.forbidden_action)
  return { principal, reach }
}

/** A refused token counts against its sender's address, so that guessing has a price. */
async function authenticated(
  deps: GateDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Principal> {
  try {
    const known = deps.authenticate(request.headers.authorization)
    return known instanceof Promise ? await known : known
  } catch (error) {
    if (error instanceof AppError && error.kind.status === 401) {
      await takeQuota(deps, 'requests', `ip:${request.ip}`, reply)
    }
    throw error
  }
}

function assertTenantUsable(principal: Principal, route: Route): void {
  if (principal.tenantStatus === 'active') return
  if (principal.tenantStatus === 'suspended') throw new AppError(tenantErrors.suspended)
  if (route.method !== 'GET') throw new AppError(tenantErrors.cancelled)
}

async function takeQuota(
  deps: GateDeps,
  rateClass: RateClass | 'none',
  key: string,
  reply: FastifyReply,
): Promise<void> {
  if (rateClass === 'none') return
  const taken = deps.limiter.take(deps.policies[rateClass], key, { exact: rateClass !== 'requests' })
  const decision: RateDecision = taken instanceof Promise ? await taken : taken
  const headers = rateLimitHeaders(decision)
  reply.headers(headers)
  if (!decision.allowed) throw new AppError(requestErrors.rate_limited, { headers })
}
