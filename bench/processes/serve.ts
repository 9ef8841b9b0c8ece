import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The child's side of `startServer`: listens and tells where, answers with its CPU time, ends with its parent. */
export async function serve(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.on('message', () => process.send?.({ cpu: process.cpuUsage() }))
  // Not by way of a signal: a profile is written only when the process ends by itself.
  process.on('disconnect', () => process.exit())
  process.send?.({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}
