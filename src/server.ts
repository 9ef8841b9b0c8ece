import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '#src/app.ts'
import { type Config, loadConfig } from '#src/config/config.ts'
import { ConfigError } from '#src/config/env.ts'
import { createContext, type OpenContext } from '#src/create-context.ts'
import { DatabaseNotReady } from '#src/db/readiness.ts'
import { chores, fileOwners, subscriptions, tasks } from '#src/modules/registry.ts'
import { createLogger } from '#src/platform/log/logger.ts'
import { startWorkers } from '#src/workers/start-workers.ts'

const REQUEST_DEADLINE_MS = 10_000
/** Of a shutdown as a whole; above the deadlines of its steps, below the 30 s that orchestrators wait. */
const SHUTDOWN_DEADLINE_MS = 25_000
/** Under npm one Ctrl-C arrives twice: from the terminal and from npm. */
const SAME_SIGNAL_MS = 1_000

/** Closed in the reverse of the order in which they were opened. */
const running = new AsyncDisposableStack()
let context: OpenContext | undefined
let log = createLogger('info')
let stoppingSince: number | undefined

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopOnSignal(signal))
process.on('uncaughtException', (err) => stopOnFault(err, 'an error was not caught'))
process.on('unhandledRejection', (err) => stopOnFault(err, 'a rejection was not handled'))

await start().catch((error: unknown) => {
  // A start that was interrupted fails because its parts were closed under it.
  if (stoppingSince !== undefined) return
  if (error instanceof ConfigError || error instanceof DatabaseNotReady)
    process.stderr.write(`${error.message}\n`)
  else log.fatal({ err: error }, 'the server did not start')
  return stop(1)
})

async function start(): Promise<void> {
  const config = loadConfig()
  log = createLogger(config.logLevel)
  const opened = await createContext(config, { log })
  context = opened
  running.defer(() => opened.close())
  if (config.role !== 'api') {
    const workers = await startWorkers(opened, { tasks, subscriptions, chores, fileOwners })
    running.defer(() => workers.close())
  }
  const app = buildApp(opened)
  running.defer(() => closeApp(app))
  await app.listen({ host: config.host, port: config.port })
  const origin = originOf(config.host, app.server.address() as AddressInfo)
  process.stdout.write(`${greeting(config, origin)}\n`)
}

function originOf(host: string, { port }: AddressInfo): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function greeting({ role, database }: Config, origin: string): string {
  if (role === 'worker') return `Shortlist's worker listens on ${origin}, for /health and /metrics only.`
  const where = `Shortlist listens on ${origin}, its documentation is at ${origin}/docs`
  if (database.kind === 'native') return `${where}.`
  return `${where}. Embedded database in ${database.dir}: for trying, developing and testing.`
}

/** Takes no new requests and lets those under way finish, within their deadline. */
async function closeApp(app: FastifyInstance): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), REQUEST_DEADLINE_MS)
  await app.close()
  clearTimeout(late)
}

function stopOnSignal(signal: string): void {
  if (stoppingSince === undefined) {
    log.info({ signal }, 'stopping')
    void stop(0)
  } else if (performance.now() - stoppingSince >= SAME_SIGNAL_MS) {
    log.warn({ signal }, 'ended before the work was done')
    process.exit(1)
  }
}

function stopOnFault(err: unknown, message: string): void {
  log.fatal({ err }, message)
  if (stoppingSince === undefined) void stop(1)
}

async function stop(exitCode: number): Promise<void> {
  stoppingSince = performance.now()
  if (context) context.lifecycle.stopping = true
  setTimeout(() => process.exit(1), SHUTDOWN_DEADLINE_MS).unref()
  try {
    await running.disposeAsync()
  } catch (err) {
    log.error({ err }, 'something could not be closed')
  }
  process.exit(exitCode)
}
