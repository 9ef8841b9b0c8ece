import type { AppContext } from '#src/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { pingDatabase } from './readiness.repo.ts'
import { serviceErrors } from './service.errors.ts'
import type { PartState } from './service.schemas.ts'

type Parts = Record<string, PartState>

/**
 * Whether this process can do what its role asks: its database and its files answer. What it can do without shows as
 * degraded and takes no process out of service.
 *
 * @throws AppError 503 that names the parts
 */
export async function assertReady(app: AppContext): Promise<{ status: 'ready'; parts: Parts }> {
  if (app.lifecycle.stopping) throw notReady({ process: 'failed' }, 'the process is stopping')
  const parts = await probeOnce(app)
  if (Object.values(parts).includes('failed')) throw notReady(parts)
  return { status: 'ready', parts }
}

const notReady = (parts: Parts, detail?: string) =>
  new AppError(serviceErrors.not_ready, {
    ...(detail && { detail }),
    members: { parts },
    headers: { 'retry-after': '2' },
  })

const underway = new WeakMap<AppContext, Promise<Parts>>()

/** Calls that overlap share one look: the address is open and has no quota. */
function probeOnce(app: AppContext): Promise<Parts> {
  const known = underway.get(app)
  if (known !== undefined) return known
  const started = probe(app).finally(() => underway.delete(app))
  underway.set(app, started)
  return started
}

async function probe(app: AppContext): Promise<Parts> {
  const { role } = app.config
  const { replica } = app.db
  const [database, storage, rateLimits, queue] = await Promise.all([
    stateOf(app, 'database', pingDatabase(app.db)),
    stateOf(app, 'storage', app.storage.ready()),
    role !== 'worker' && stateOfLimiter(app),
    role !== 'api' && stateOf(app, 'queue', app.queue.ready()),
  ])
  return {
    database,
    storage,
    ...(rateLimits && { rate_limits: rateLimits }),
    // What waits in the database is worked on when the queue is back.
    ...(queue && { queue: queue === 'ok' ? 'ok' : 'degraded' }),
    ...(role !== 'worker' && replica && { replica: replica.isAway ? 'degraded' : 'ok' }),
  }
}

const TIME_LIMIT_MS = 2_000

async function stateOf(app: AppContext, part: string, answer: Promise<void>): Promise<PartState> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIME_LIMIT_MS} ms`)), TIME_LIMIT_MS)
  })
  try {
    await Promise.race([answer, late])
    return 'ok'
  } catch (error) {
    app.log.warn({ err: error, part }, 'a part is not ready')
    return 'failed'
  } finally {
    clearTimeout(timer)
  }
}

/** High enough that asking is never itself refused. */
const PROBE_POLICY = { name: 'readiness', limit: 1_000_000, windowSeconds: 1 }

/** An exact decision asks the store that all processes share, and says when it could not. */
async function stateOfLimiter({ limiter }: AppContext): Promise<PartState> {
  const { degraded } = await limiter.take(PROBE_POLICY, 'probe', { exact: true })
  return degraded ? 'degraded' : 'ok'
}
