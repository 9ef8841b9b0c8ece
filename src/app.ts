import type { FastifyInstance } from 'fastify'
import type { AppContext } from '#src/context.ts'
import { createKernel } from '#src/http/kernel.ts'
import { observeHttp } from '#src/http/observe.ts'
import { knowRules } from '#src/modules/api-keys/index.ts'
import { createAuthenticator } from '#src/modules/auth/index.ts'
import { errors, probeRoutes, routes } from '#src/modules/registry.ts'
import { parseRateLimits } from '#src/platform/rate-limit/rate-policies.ts'

/**
 * The API over a context: the kernel with every module's routes, or in a worker with those that orchestrators ask.
 * It listens to nothing yet.
 */
export function buildApp(context: AppContext): FastifyInstance {
  const auth = createAuthenticator(context)
  knowRules(routes.flatMap(({ access }) => (typeof access === 'object' ? [access] : [])))
  const app = createKernel({
    context,
    auth,
    authenticate: auth.authenticate,
    limiter: context.limiter,
    policies: parseRateLimits(context.config.rateLimits),
    routes: context.config.role === 'worker' ? probeRoutes : routes,
    constraints: new Map(errors.flatMap((kind) => (kind.constraint ? [[kind.constraint, kind]] : []))),
  })
  auth.register(app)
  observeHttp(app, context.metrics)
  return app
}
