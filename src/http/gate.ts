import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#src/lib/errors.ts'
import { rateLimitHeaders } from '#src/platform/rate-limit/rate-limit-headers.ts'
import type { RateDecision, RateLimiter, RatePolicy } from '#src/platform/rate-limit/rate-limiter.ts'
import { addressKey } from './address.ts'
import { authErrors, requestErrors, serverErrors, tenantErrors } from './errors.ts'
import { type Principal, type Reach, reachOf } from './principal.ts'
import type { RateClass, Route } from './route.ts'

/** Proves who a request acts for. Both throw AppError 401. */
export interface Authenticate {
  /** A token that was looked up a moment ago is answered at once. */
  known(authorization: string | undefined): Principal | undefined
  ask(authorization: string | undefined): Promise<Principal>
}

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
    await takeQuota(deps, rateClass, `ip:${addressKey(request.ip)}`, reply)
    return { principal: undefined, reach: 'all' }
  }
  const principal = await authenticated(deps, request, reply)
  assertTenantUsable(principal, route)
  await takeQuota(deps, rateClass, `${principal.tenantId}:${principal.id}`, reply)
  return { principal, reach: reachAt(route, principal) }
}

/** The same stops once more and without quotas, for an answer that lasts. @throws AppError 401, 403 */
export async function passAgain(
  { authenticate }: GateDeps,
  route: Route,
  authorization: string | undefined,
): Promise<Passed> {
  const principal = authenticate.known(authorization) ?? (await authenticate.ask(authorization))
  assertTenantUsable(principal, route)
  return { principal, reach: reachAt(route, principal) }
}

/** @throws AppError 403 */
function reachAt({ access }: Route, principal: Principal): Reach {
  const reach = typeof access === 'object' ? reachOf(principal, access) : 'all'
  if (!reach) throw new AppError(authErrors.forbidden_action)
  return reach
}

/** A token that has to be looked up counts against its sender's address first, so that guessing costs us nothing. */
async function authenticated(
  deps: GateDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Principal> {
  const { authorization } = request.headers
  try {
    const known = deps.authenticate.known(authorization)
    if (known) return known
    await takeQuota(deps, 'requests', `ip:${addressKey(request.ip)}`, reply)
    return await deps.authenticate.ask(authorization)
  } catch (error) {
    if (error instanceof AppError && error.kind.status === 401) {
      reply.header('www-authenticate', 'Bearer realm="shortlist"')
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
  if (decision.allowed) return
  // Nobody has asked too often: what counts them is away.
  throw new AppError(decision.degraded ? serverErrors.unavailable : requestErrors.rate_limited, { headers })
}
