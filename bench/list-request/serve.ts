import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** The child's side of `startServer`: tells where it listens, answers with its CPU time, ends with its parent. */
export async function serve(app: FastifyInstance): Promise<void> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  process.on('message', () => process.send?.({ cpu: process.cpuUsage() }))
  // Not by way of a signal: a profile is written only when the process ends by itself.
  process.on('disconnect', () => process.exit())
  process.send?.({ origin: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` })
}
