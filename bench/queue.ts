import { z } from 'zod'
import { deriveConfig } from '#src/config/config.ts'
import { readEnv } from '#src/config/env.ts'
import { createContext } from '#src/create-context.ts'
import { withTenant } from '#src/db/tenant.ts'
import { fileOwners } from '#src/modules/registry.ts'
import { concurrencyOf } from '#src/platform/queue/lanes.ts'
import { defineTask, enqueue, exponentialBackoff } from '#src/platform/tasks/tasks.ts'
import { startWorkers } from '#src/workers/start-workers.ts'
import { batched, untilCounted } from './batches.ts'
import { bySize, scopeOf } from './bench-context.ts'
import { noOpQueue } from './no-op-queue.ts'
import { postgresCpuReader } from './postgres-cpu.ts'
import { productEnv } from './product.ts'
import type { Comparison } from './rounds.ts'
import type { World } from './world.ts'

const LANE = 'webhooks'
/** Tasks that one transaction leaves. */
const TOGETHER = 50
const FIRST = 6_000

const noOpTask = defineTask({
  name: 'bench.no_op',
  queue: LANE,
  payload: z.object({}),
  attempts: 1,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 30_000,
  handler: async () => undefined,
})

/** What it costs that a task is a row: written with its cause, read when it is run, and removed as its receipt. */
export async function queue(world: World, opened: AsyncDisposableStack): Promise<Comparison> {
  const { admin } = world.database
  const env = await productEnv(world, opened)
  const context = opened.adopt(
    await createContext(deriveConfig(readEnv({ ...env, LOG_LEVEL: 'error' }))),
    (open) => open.close(),
  )
  const tasks = new Map([[noOpTask.name, noOpTask]])
  opened.adopt(await startWorkers(context, { tasks, subscriptions: [], chores: [], fileOwners }), (work) =>
    work.close(),
  )
  const next = bySize(world.tenants)
  const leave = (count: number) => {
    const scope = { ...scopeOf(context.db, next.next().value) }
    return withTenant(scope, async (tx) => {
      for (let i = 0; i < count; i++) enqueue(tx, scope, noOpTask, {})
    })
  }
  const left = async () => {
    const { rows } = await admin.query<{ left: number }>(
      'select count(*)::integer as left from tasks where name = $1',
      [noOpTask.name],
    )
    return rows[0]?.left ?? 0
  }
  const concurrency = concurrencyOf(LANE)
  return {
    name: 'queue',
    title: `tasks without work, ${concurrency} at a time`,
    unit: 'tasks/s',
    target: { of: 'throughput', atLeast: 0.3 },
    references: [noOpQueue({ first: FIRST, redisUrl: world.redisUrl ?? '', concurrency }, opened)],
    contenders: [
      batched(
        'rows, relay, queue and receipts',
        { first: FIRST, postgresCpu: postgresCpuReader(admin) },
        async (size) => async () => {
          for (let i = 0; i < size; i += TOGETHER) await leave(Math.min(TOGETHER, size - i))
          await untilCounted(async () => size - (await left()), size)
        },
      ),
    ],
  }
}
