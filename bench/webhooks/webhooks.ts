import { join } from 'node:path'
import type pg from 'pg'
import { Pool } from 'undici'
import { REDIS_PREFIX } from '#src/create-context.ts'
import { withTenant } from '#src/db/tenant.ts'
import { systemClock } from '#src/lib/clock.ts'
import { newId } from '#src/lib/ids.ts'
import type { Signal } from '#src/lib/signal.ts'
import { candidateCreated } from '#src/modules/candidates/candidates.events.ts'
import { presentEvent } from '#src/platform/events/event-message.ts'
import { emit } from '#src/platform/events/events.ts'
import { concurrencyOf } from '#src/platform/queue/lanes.ts'
import { wakeOthers } from '#src/platform/queue/redis-wake.ts'
import { batched, untilCounted } from '../batches.ts'
import { openProduct, scopeOf } from '../bench-context.ts'
import { looped } from '../loops.ts'
import { noOpQueue } from '../no-op-queue.ts'
import { postgresCpuReader } from '../postgres-cpu.ts'
import { startServer } from '../processes/server-process.ts'
import { startProduct } from '../product.ts'
import type { Comparison } from '../rounds.ts'
import type { World } from '../world.ts'

/** Tenants with an endpoint each. */
const ENDPOINTS = 4
/** Events that one transaction leaves: as many as BullMQ is given at once. */
const TOGETHER = 500
/** So many that the first moments, in which only some of the stages have work, weigh little. */
const FIRST = 6_000

/** From an event to its recorded delivery: what signing, sending, retrying and never losing one cost. */
export async function webhooks(world: World, opened: AsyncDisposableStack): Promise<Comparison> {
  const { database } = world
  const { admin } = database
  const product = await startProduct(world, opened)
  const sink = opened.use(await startServer({ script: join(import.meta.dirname, 'sink.ts') }))
  for (let i = 0; i < ENDPOINTS; i++) await (await product.signUp()).addWebhook(`${sink.origin}/hooks`)
  const receivers = await tenantsOf(admin, sink.origin)
  const db = openProduct(database, opened)
  await wakesTheProduct(world, db.outbox, opened)
  const emitSome = (at: number, count: number) => {
    const scope = scopeOf(db, receivers[at % receivers.length] ?? { id: '', userId: '' })
    return withTenant(scope, async (tx) => {
      for (let i = 0; i < count; i++) emit(tx, scope, candidateCreated, newId(), payload(scope.actorId))
    })
  }
  const concurrency = concurrencyOf('webhooks')
  const measured = { first: FIRST, nodeCpu: product.cpu, postgresCpu: postgresCpuReader(admin) }
  return {
    name: 'webhooks',
    title: `signed deliveries to ${ENDPOINTS} endpoints, from event to record, ${concurrency} at a time`,
    unit: 'deliveries/s',
    target: { of: 'throughput', atLeast: 0.5 },
    references: [
      noOpQueue({ first: FIRST, redisUrl: world.redisUrl ?? '', concurrency }, opened),
      looped('undici, bare POST', { loops: concurrency }, bareLoop(sink.origin, concurrency, opened)),
    ],
    contenders: [
      batched('events delivered', measured, async (size) => {
        // As autovacuum does within its first minute: without it, a new table is planned for as an empty one.
        await admin.query('analyze events, tasks, webhook_deliveries')
        const before = await delivered(admin)
        return async () => {
          for (let i = 0; i < size; i += TOGETHER) await emitSome(i / TOGETHER, Math.min(TOGETHER, size - i))
          await untilCounted(() => delivered(admin), before + size)
        }
      }),
    ],
  }
}

/** As a process of the API does for those that relay. */
async function wakesTheProduct(
  { redisUrl }: World,
  signal: Signal,
  opened: AsyncDisposableStack,
): Promise<void> {
  const onError = (error: Error) => console.error(error)
  const wake = await wakeOthers({ url: redisUrl ?? '', prefix: REDIS_PREFIX, signal, onError })
  opened.defer(() => wake.close())
}

const payload = (ownerId: string | null) => ({ source: null, owner_id: ownerId, version: 1 })

async function tenantsOf(admin: pg.Client, origin: string): Promise<{ id: string; userId: string }[]> {
  const { rows } = await admin.query<{ id: string; userId: string }>(
    `select tenant_id as id, created_by as "userId" from webhook_endpoints where starts_with(url, $1)`,
    [origin],
  )
  return rows
}

async function delivered(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ delivered: number }>(
    "select count(*)::integer as delivered from webhook_deliveries where state = 'delivered'",
  )
  return rows[0]?.delivered ?? 0
}

/** The same body and headers, without signing anew, to the same sink. */
function bareLoop(origin: string, connections: number, opened: AsyncDisposableStack): () => Promise<void> {
  const pool = opened.adopt(new Pool(origin, { connections }), (open) => open.close())
  const id = newId()
  const event = presentEvent({
    id,
    type: candidateCreated.type,
    sequence: 1000,
    occurredAt: systemClock.now(),
    tenantId: id,
    resource: candidateCreated.resource,
    resourceId: id,
    payload: payload(id),
    actor: { type: 'user', id },
    requestId: id,
  })
  const body = JSON.stringify(event)
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': '1700000000',
    'webhook-signature': `v1,${'='.repeat(44)}`,
    'content-type': 'application/json',
    'user-agent': 'Shortlist-Webhooks/1',
  }
  return async () => {
    const answer = await pool.request({ path: '/hooks', method: 'POST', headers, body })
    await answer.body.dump()
  }
}
