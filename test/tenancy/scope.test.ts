import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { pipelines } from '#src/db/schema/jobs.ts'
import type { TenantScope } from '#src/db/scope.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import { withSystem } from '#src/db/system.ts'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { openPool, openTestDatabase, scopeOf } from '#test/db/connections.ts'

const stack = inject('stack')
const superuser = openPool(stack.superUrl)

const TENANTS = 64
const ROWS = 5
const CONNECTIONS = 8
const READS = 30_000

const tenants = Array.from({ length: TENANTS }, newId)
const writer = newId()

beforeAll(() =>
  superuser.query(
    `insert into pipelines (tenant_id, id, name, created_at, updated_at)
     select tenant, gen_random_uuid(), 'p' || i, '2026-01-01Z', '2026-01-01Z' from unnest($1::uuid[]) tenant, generate_series(1, $2) i`,
    [tenants, ROWS],
  ),
)

afterAll(() => superuser.query('delete from pipelines where tenant_id = any($1)', [[writer, ...tenants]]))

/** Leaves the tenant out on purpose: only row security stands between it and everyone's rows. */
const everyRow = prepared(query.select({ tenantId: pipelines.tenantId, id: pipelines.id }).from(pipelines))

describe('what a transaction leaves on its connection', () => {
  const db = openTestDatabase(1)
  const scope: TenantScope = scopeOf(db, { tenantId: writer, actorId: newId(), visibility: 'owner' })
  const broken = written<{ n: string }>('select 1 / 0', [], { n: String })
  const insert = written(
    'insert into pipelines (tenant_id, id, name, created_at, updated_at) values ($1, $2, $3, $4, $4)',
    ['tenantId', 'id', 'name', 'now'],
    {},
  )
  const add = (tx: TenantTx, id = newId()) => tx.run(insert, { id, name: 'x', now: tx.now })
  const dry = { rollback: true, begin: async () => {}, finish: () => {} }

  const endings: [string, () => Promise<unknown>][] = [
    ['a read of one statement', () => readTenantOnce(scope, (tx) => tx.all(everyRow))],
    ['a read of one statement that failed', () => readTenantOnce(scope, (tx) => tx.all(broken))],
    ['a read of one statement that wrote', () => readTenantOnce(scope, (tx) => add(tx))],
    ['a read', () => readTenant(scope, async (tx) => [await tx.all(everyRow), await tx.all(everyRow)])],
    [
      'a read whose second statement failed',
      () => readTenant(scope, async (tx) => [await tx.all(everyRow), await tx.all(broken)]),
    ],
    ['a write', () => withTenant(scope, (tx) => add(tx))],
    [
      'a write of deferred statements',
      () => withTenant(scope, async (tx) => tx.defer(insert, { id: newId(), name: 'x', now: tx.now })),
    ],
    ['a write that failed', () => withTenant(scope, (tx) => tx.all(broken))],
    [
      'a write whose failure was hidden',
      () => withTenant(scope, (tx) => tx.all(broken).catch(() => 'hidden')),
    ],
    ['a write whose deferred statement failed', () => withTenant(scope, async (tx) => tx.defer(broken))],
    [
      'a write whose work threw',
      () => withTenant(scope, async (tx) => Promise.reject(new Error(`after ${await add(tx)}`))),
    ],
    [
      'a write with a parameter that cannot be sent',
      () => withTenant(scope, (tx) => tx.run(insert, { id: {}, name: 'x', now: tx.now })),
    ],
    ['a dry run', () => withTenant({ ...scope, effect: dry }, (tx) => add(tx))],
    ['a system transaction', () => withSystem(scope, 'sweep', (tx) => tx.all(broken))],
  ]

  test.each(endings)('nothing, after %s', async (_what, run) => {
    await run().catch(() => 'expected')
    for (const pool of [db.app, db.system]) {
      const { rows } = await pool.query(
        `select current_setting('app.tenant_id', true) as tenant, current_setting('app.actor_id', true) as actor,
           current_setting('app.visibility', true) as visibility, current_setting('app.request_id', true) as request,
           current_setting('transaction_read_only') as read_only`,
      )
      const { read_only, ...scoped } = rows[0]
      expect(Object.values(scoped).map((value) => value ?? '')).toEqual(['', '', '', ''])
      expect(read_only).toBe('off')
    }
    const { rows } = await db.app.query('select count(*)::int as n from pipelines')
    expect(rows[0].n).toBe(0)
  })
})

describe(`${TENANTS} tenants over ${CONNECTIONS} connections`, () => {
  const db = openTestDatabase(CONNECTIONS)
  const broken = written<{ n: string }>('select 1 / 0', [], { n: String })

  /** Reads as `tenantId` and counts the rows that are not theirs, and the answers that are not whole. */
  async function readAs(tenantId: string, nth: number): Promise<{ foreign: number; torn: number }> {
    const scope = scopeOf(db, { tenantId })
    // Every hundredth read breaks, so that connections come back from errors all the time.
    if (nth % 100 === 99) await readTenantOnce(scope, (tx) => tx.all(broken)).catch(() => 'expected')
    const rows = await readTenantOnce(scope, (tx) => tx.all(everyRow))
    return {
      foreign: rows.filter((row) => row.tenantId !== tenantId).length,
      torn: rows.length === ROWS ? 0 : 1,
    }
  }

  test(`read no row of another in ${READS} reads at once`, { timeout: 120_000 }, async () => {
    const total = { reads: 0, foreign: 0, torn: 0 }
    const caller = async (tenantId: string) => {
      while (total.reads < READS) {
        total.reads += 1
        const { foreign, torn } = await readAs(tenantId, total.reads)
        total.foreign += foreign
        total.torn += torn
      }
    }
    await Promise.all(tenants.map(caller))
    expect(total).toEqual({ reads: READS, foreign: 0, torn: 0 })
    expect(db.app.totalCount).toBeLessThanOrEqual(CONNECTIONS)
  })
})
