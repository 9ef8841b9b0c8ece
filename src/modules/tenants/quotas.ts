import { LRUCache } from 'lru-cache'
import type { AppContext } from '#src/context.ts'
import type { TenantScope } from '#src/db/scope.ts'
import { wholeTenant } from '#src/db/scope.ts'
import { readTenantOnce } from '#src/db/tenant.ts'
import type { Tx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { type Limits, limitsOf, type Quota } from './plans.ts'
import { tenantOf } from './settings.service.ts'
import { quotaErrors } from './tenants.errors.ts'
import { countUsed } from './usage.read.ts'

const LIMITS_KNOWN_MS = 60_000
const COUNT_KNOWN_MS = 300_000
/** Where little is left: a fifth, or this many. */
const COUNT_KNOWN_NEAR_MS = 1_000
const LITTLE = 100
const MAX_TENANTS = 5_000

type Asking = TenantScope & { app: AppContext }

interface Counted {
  used: number
  /** Milliseconds since 1970. */
  at: number
}

/**
 * Refuses what would exceed a quota. A tenant without limits costs nothing but a look into memory; for the others the
 * database is counted now and then and this process adds what it makes itself, so requests of the same moment, or of
 * other processes far from the limit, may exceed it by their number.
 *
 * @throws AppError 402 with usage and limit
 */
export async function assertQuota(ctx: Asking, quota: Quota, more = 1): Promise<void> {
  const { limits, counts } = knownOf(ctx.app)
  const limit = (await limits.fetch(ctx.tenantId, { context: ctx }))?.[quota] ?? null
  if (limit === null) return
  const key = keyOf(ctx, quota)
  const now = ctx.clock.now().getTime()
  let counted = await counts.fetch(key, { context: { ctx, quota } })
  const isOld = counted && now - counted.at >= COUNT_KNOWN_NEAR_MS
  if (counted && isOld && limit - counted.used <= Math.max(limit / 5, LITTLE, more))
    counted = await counts.fetch(key, { context: { ctx, quota }, forceRefresh: true })
  if (!counted || counted.used + more <= limit) return
  throw new AppError(quotaErrors.quota_exceeded, {
    detail: `${limit} is the limit of ${quota}.`,
    members: { quota, used: counted.used, limit },
  })
}

/** Counts what was made with the commit. */
export function countMade(ctx: Asking, tx: Tx, quota: Quota, more = 1): void {
  tx.onCommit(() => {
    const counted = knownOf(ctx.app).counts.peek(keyOf(ctx, quota))
    if (counted) counted.used += more
  })
}

const keyOf = ({ tenantId }: Asking, quota: Quota) => `${tenantId}:${quota}`

/** What one process knows. */
interface Known {
  limits: LRUCache<string, Limits, Asking>
  counts: LRUCache<string, Counted, { ctx: Asking; quota: Quota }>
}

const knownByApp = new WeakMap<AppContext, Known>()

function knownOf(app: AppContext): Known {
  const existing = knownByApp.get(app)
  if (existing) return existing
  const clock = { perf: { now: () => app.clock.now().getTime() }, ttlResolution: 0 }
  const known: Known = {
    limits: new LRUCache<string, Limits, Asking>({
      ...clock,
      max: MAX_TENANTS,
      ttl: LIMITS_KNOWN_MS,
      fetchMethod: (_key, _stale, { context }) => loadLimits(context),
    }),
    counts: new LRUCache<string, Counted, { ctx: Asking; quota: Quota }>({
      ...clock,
      max: MAX_TENANTS,
      ttl: COUNT_KNOWN_MS,
      fetchMethod: (_key, _stale, { context }) => count(context.ctx, context.quota),
    }),
  }
  knownByApp.set(app, known)
  return known
}

async function loadLimits({ app, tenantId }: Asking): Promise<Limits | undefined> {
  const tenant = await tenantOf(app, tenantId)
  return tenant && limitsOf(tenant.plan, tenant.limits)
}

/** Of the whole tenant, whatever of it the one who asks may see. */
async function count(asking: Asking, quota: Quota): Promise<Counted> {
  const at = asking.clock.now()
  return {
    used: await readTenantOnce(wholeTenant(asking), (tx) => countUsed(tx, quota, at)),
    at: at.getTime(),
  }
}
