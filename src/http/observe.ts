import type { FastifyInstance } from 'fastify'
import type { Metrics } from '#src/platform/telemetry/metrics.ts'
import { MESSAGES_TYPE } from './exchange.ts'

/** Counts and times every answer by its route's template: addresses and tenants would be labels without end. */
export function observeHttp(app: FastifyInstance, { httpDuration }: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    // How long a stream was open says nothing of how fast it was answered.
    if (reply.getHeader('content-type') === MESSAGES_TYPE) return done()
    const route = request.routeOptions.url ?? 'unmatched'
    const status = `${Math.floor(reply.statusCode / 100)}xx`
    httpDuration.observe({ method: request.method, route, status }, reply.elapsedTime / 1000)
    done()
  })
}
